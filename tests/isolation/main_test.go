// Package isolation tries to reach one clinic's rows with another's credential, over every RPC, and
// looks for personal data where none may be.
package isolation

import (
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

// A pool of 2 makes every connection serve many tenants.
func TestMain(m *testing.M) {
	stack.Main(m, func(s *stack.Stack) { enlace = s }, "ENLACE_POOL_SIZE=2")
}

// owned is a clinic with one of everything.
type owned struct {
	*stack.Clinic
	patient, number, appointment, appointmentType, room, feed, role, exception, hold, offer, waiting string
}

// ids are all ids that belong to the clinic.
func (o owned) ids() map[string]string {
	return map[string]string{"tenant": o.ID, "key": o.KeyID, "site": o.Site, "doctor": o.Doctor,
		"patient": o.patient, "appointment": o.appointment, "appointment type": o.appointmentType, "room": o.room,
		"calendar feed": o.feed, "role": o.role, "exception": o.exception, "hold": o.hold,
		"waitlist entry": o.waiting}
}

var (
	once        sync.Once
	alpha, beta owned
)

// clinics are two clinics; the tests try to get at alpha's rows with beta's key.
func clinics(t *testing.T) (owned, owned) {
	t.Helper()
	once.Do(func() { alpha, beta = newOwned(t, "Alpha Isolation"), newOwned(t, "Beta Isolation") })
	if beta.Clinic == nil {
		t.Fatal("the clinics could not be made")
	}
	return alpha, beta
}

func newOwned(t *testing.T, name string) owned {
	t.Helper()
	o := owned{Clinic: enlace.NewClinic(t, name)}
	o.patient, o.number = o.NewPatient(t)
	o.appointment = o.NewAppointment(t, o.number)
	o.appointmentType, o.room = o.NewAppointmentType(t), o.NewRoom(t)
	o.feed = o.NewCalendarFeed(t)
	o.role, o.exception = o.NewRole(t, o.Doctor), o.NewException(t)
	offers := o.Offers(t)
	o.hold, o.offer = o.NewHold(t, offers[0]), offers[1].Text("offerId")
	o.waiting = o.NewWaiting(t, o.patient)
	return o
}
