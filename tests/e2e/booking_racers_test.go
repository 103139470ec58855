package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

// What racers do.
const (
	booksTime  = "books the time"
	booksOffer = "books an offer"
	holdsOffer = "holds an offer"
	movesIn    = "moves an appointment to the time"
	movesAway  = "moves what has the time"
	cancels    = "cancels"
	misses     = "marks as missed"
	confirms   = "confirms"
	releases   = "gives a hold up"
)

// racer is one call.
type racer struct {
	what, key string
	// tag stands in the custom fields of what it books; empty when it books nothing.
	tag string
	// hold is what it gives up.
	hold    string
	ifMatch string
	call    func(context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error)
}

// told is what a racer was answered.
type told struct {
	racer
	appointment *appointmentv1.Appointment
	held        *appointmentv1.SlotHold
	code        codes.Code
	refusal     stack.Refusal
	took        time.Duration
}

func (r racer) books() bool { return r.tag != "" }

func (r racer) ask(t *testing.T) told {
	ctx := stack.As(t, r.key)
	if r.ifMatch != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "if-match", r.ifMatch)
	}
	began := time.Now()
	appointment, held, err := r.call(ctx)
	answer := told{racer: r, took: time.Since(began), code: status.Code(err), refusal: stack.RefusalOf(err)}
	if err == nil {
		answer.appointment, answer.held = appointment, held
	}
	return answer
}

func (a told) won() bool { return a.code == codes.OK }

func (a told) answer() string {
	if a.won() {
		return "OK"
	}
	return a.code.String() + " " + a.refusal.Reason
}

// round is one race, in a stretch of time of its own.
type round struct {
	*course
	field    field
	occupant occupant
	// byOffer: offers are booked and held too, and not times alone.
	byOffer  bool
	number   int
	random   *rand.Rand
	from, at time.Time
	// offers of the time, of every doctor; two where rooms are no matter.
	offers [][]string
	// movers have other times; occupants have this one.
	movers, occupants, held []string
	// told is every answer, racing those of the race alone.
	told, racing []told
	tags         int
}

func (r *round) key() string { return r.keys[r.random.IntN(len(r.keys))] }

// prepare finds a free time, and makes appointments around it, or at it.
func (r *round) prepare(t *testing.T) {
	t.Helper()
	r.offers = make([][]string, len(r.field.doctors))
	for i, doctor := range r.field.doctors {
		for _, modality := range r.field.modalities {
			found, err := r.slots.SearchSlots(stack.As(t, r.keys[0]), &appointmentv1.SearchSlotsRequest{DoctorId: doctor,
				ClinicId: r.field.site, AppointmentType: r.field.kind, Modality: modality, MaxOffers: proto.Int32(1),
				Earliest: r.from.Add(time.Hour).Format(time.RFC3339), Latest: r.from.Add(3 * time.Hour).Format(time.RFC3339)})
			if err != nil || len(found.GetOffers()) != 1 {
				t.Fatalf("round %d: no offer: %v %v", r.number, found, err)
			}
			r.at = found.GetOffers()[0].GetStartAppointment().AsTime()
			r.offers[i] = append(r.offers[i], found.GetOffers()[0].GetOfferId())
		}
	}
	for i, doctor := range r.field.doctors {
		for j := range 4 / len(r.field.doctors) {
			// Beside each other, so that the rooms are enough for them.
			later := time.Duration(90+60*(j+i/2)) * time.Minute
			r.movers = append(r.movers, r.mustBook(t, doctor, r.at.Add(later)))
		}
		if i >= r.field.places {
			continue
		}
		switch r.occupant {
		case anAppointment:
			r.occupants = append(r.occupants, r.mustBook(t, doctor, r.at))
		case aHold:
			answer := r.holdOffer(r.offers[i][0]).ask(t)
			if !answer.won() {
				t.Fatalf("round %d: %s", r.number, answer.answer())
			}
			r.held, r.told = append(r.held, answer.held.GetId()), append(r.told, answer)
		}
	}
}

func (r *round) mustBook(t *testing.T, doctor string, start time.Time) string {
	t.Helper()
	answer := r.book(doctor, start).ask(t)
	if !answer.won() {
		t.Fatalf("round %d: %s", r.number, answer.answer())
	}
	r.told = append(r.told, answer)
	return answer.appointment.GetId()
}

func (r *round) racers() []racer {
	all := make([]racer, 0, racers)
	// Where nothing frees the time, each appointment is moved there by one racer alone.
	unmoved := r.movers
	for len(all) < racers {
		doctor := r.random.IntN(len(r.field.doctors))
		offer := r.offers[doctor][r.random.IntN(len(r.offers[doctor]))]
		switch draw := r.random.IntN(20); {
		case draw < 3 && r.byOffer:
			all = append(all, r.bookOffer(offer))
		case draw < 7 && r.byOffer:
			all = append(all, r.holdOffer(offer))
		case draw < 11 && r.occupant != nobody:
			all = append(all, r.moveIn(r.movers[r.random.IntN(len(r.movers))]))
		case draw < 11 && len(unmoved) > 0:
			all = append(all, r.moveIn(unmoved[0]))
			unmoved = unmoved[1:]
		case draw < 16 && len(r.occupants) > 0:
			all = append(all, r.disturb(r.occupants[r.random.IntN(len(r.occupants))]))
		case draw < 14 && len(r.held) > 0:
			// Only the credential that holds it may.
			all = append(all, r.release(r.held[r.random.IntN(len(r.held))], r.key()))
		case draw < 16:
			all = append(all, r.confirm(r.movers[r.random.IntN(len(r.movers))]))
		default:
			all = append(all, r.book(r.field.doctors[doctor], r.at.Add(time.Duration(r.random.IntN(3)-1)*10*time.Minute)))
		}
	}
	return all
}

// nextTag names one booking of the whole run.
func (r *round) nextTag() string {
	r.tags++
	return fmt.Sprintf("race-%d-%d", r.number, r.tags)
}

func (r *round) create(what string, request *appointmentv1.CreateAppointmentRequest) racer {
	tag := r.nextTag()
	request.EventType, request.ActionType, request.PatientId = "APPOINTMENT", "CREATE", r.patient
	request.CustomFields, _ = structpb.NewStruct(map[string]any{"tag": tag})
	return racer{what: what, key: r.key(), tag: tag,
		call: func(ctx context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error) {
			made, err := r.appointments.CreateAppointment(ctx, request)
			return made, nil, err
		}}
}

func (r *round) book(doctor string, start time.Time) racer {
	return r.create(booksTime, &appointmentv1.CreateAppointmentRequest{DoctorId: doctor, ClinicId: r.field.site,
		AppointmentType: r.field.kind, Modality: "IN_PERSON", StartAppointment: start.Format(time.RFC3339),
		EndAppointment: start.Add(30 * time.Minute).Format(time.RFC3339)})
}

func (r *round) bookOffer(offer string) racer {
	return r.create(booksOffer, &appointmentv1.CreateAppointmentRequest{OfferId: offer})
}

func (r *round) holdOffer(offer string) racer {
	return racer{what: holdsOffer, key: r.key(),
		call: func(ctx context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error) {
			held, err := r.slots.HoldSlot(ctx, &appointmentv1.HoldSlotRequest{OfferId: offer})
			return nil, held, err
		}}
}

func (r *round) release(hold, key string) racer {
	return racer{what: releases, key: key, hold: hold,
		call: func(ctx context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error) {
			_, err := r.slots.ReleaseSlot(ctx, &appointmentv1.ReleaseSlotRequest{Id: hold})
			return nil, nil, err
		}}
}

func (r *round) change(what string, request *appointmentv1.UpdateAppointmentRequest) racer {
	return racer{what: what, key: r.key(),
		call: func(ctx context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error) {
			changed, err := r.appointments.UpdateAppointment(ctx, request)
			return changed, nil, err
		}}
}

func (r *round) move(what, id string, to time.Time) racer {
	return r.change(what, &appointmentv1.UpdateAppointmentRequest{Id: id, StartAppointment: proto.String(to.Format(time.RFC3339))})
}

func (r *round) moveIn(id string) racer { return r.move(movesIn, id, r.at) }

// confirm is sometimes of the first version only.
func (r *round) confirm(id string) racer {
	one := r.change(confirms, &appointmentv1.UpdateAppointmentRequest{Id: id, State: proto.String("CONFIRMED")})
	if r.random.IntN(2) == 0 {
		one.ifMatch = `"1"`
	}
	return one
}

// disturb changes what has the time: most of it frees it.
func (r *round) disturb(id string) racer {
	switch r.random.IntN(4) {
	case 0:
		return r.change(misses, &appointmentv1.UpdateAppointmentRequest{Id: id, State: proto.String("NO_SHOW")})
	case 1:
		return racer{what: cancels, key: r.key(),
			call: func(ctx context.Context) (*appointmentv1.Appointment, *appointmentv1.SlotHold, error) {
				cancelled, err := r.appointments.CancelAppointment(ctx, &appointmentv1.CancelAppointmentRequest{Id: id})
				return cancelled, nil, err
			}}
	case 2:
		return r.move(movesAway, id, r.at.Add(-time.Hour))
	default:
		return r.confirm(id)
	}
}

// tidy gives up what is held still: a credential holds few times at once.
func (r *round) tidy(t *testing.T) {
	t.Helper()
	given := map[string]bool{}
	for _, answer := range r.told {
		if answer.held == nil || given[answer.held.GetId()] {
			continue
		}
		given[answer.held.GetId()] = true
		for _, key := range r.keys {
			if r.release(answer.held.GetId(), key).ask(t).won() {
				break
			}
		}
	}
}
