package ical

import (
	"bytes"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/emersion/go-ical"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func event(state, patient string) *appointmentv1.CalendarEvent {
	start := time.Date(2026, 12, 1, 14, 0, 0, 0, time.UTC)
	e := &appointmentv1.CalendarEvent{
		Id: "01K9ZC5V9C8RK6X3N4P5Q6S7T8", State: state, Version: 3, DoctorName: "Ana Gil", ClinicName: "Sede Norte",
		Start: timestamppb.New(start), End: timestamppb.New(start.Add(30 * time.Minute)), UpdatedAt: timestamppb.New(start),
	}
	if patient != "" {
		e.PatientName = &patient
	}
	return e
}

func TestTheSameAppointmentsAreTheSameBytes(t *testing.T) {
	c := &appointmentv1.Calendar{Name: "Ana Gil", Events: []*appointmentv1.CalendarEvent{event("SCHEDULED", "")}}
	if !bytes.Equal(Write(c, reason.Spanish), Write(c, reason.Spanish)) {
		t.Error("an unchanged calendar would be read again and again")
	}
}

func TestNoLineIsLongerThan75Bytes(t *testing.T) {
	name := "María José de los Ángeles Ñáñez, «la mayor»; viuda de Peñaloza y Echeverría Göttingen del Río"
	c := &appointmentv1.Calendar{Name: name, Events: []*appointmentv1.CalendarEvent{event("CONFIRMED", name)}}
	out := Write(c, reason.Spanish)
	if !bytes.HasSuffix(out, []byte("END:VCALENDAR\r\n")) {
		t.Errorf("the calendar ends otherwise: %q", out[len(out)-20:])
	}
	for _, line := range bytes.Split(out, []byte("\r\n")) {
		if len(line) > 75 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("%q", line)
		}
	}
}

func TestWhatIsNotConfirmedIsTentative(t *testing.T) {
	for state, want := range map[string]string{
		"REQUESTED": "TENTATIVE", "SCHEDULED": "TENTATIVE", "CONFIRMED": "CONFIRMED", "ARRIVED": "CONFIRMED",
		"IN_PROGRESS": "CONFIRMED", "COMPLETED": "CONFIRMED",
	} {
		c := &appointmentv1.Calendar{Events: []*appointmentv1.CalendarEvent{event(state, "")}}
		if out := Write(c, reason.English); !bytes.Contains(out, []byte("\r\nSTATUS:"+want+"\r\n")) {
			t.Errorf("%s: %s", state, out)
		}
	}
}

func TestAnotherParserReadsWhatWasWritten(t *testing.T) {
	const awkward = "Ñandú, Ana; la \"mayor\"\\\nSEQUENCE:99\nEND:VEVENT"
	e := event("CONFIRMED", awkward)
	e.ClinicName, e.DoctorName, e.AppointmentType = awkward, awkward, new(string)
	*e.AppointmentType = awkward
	c := &appointmentv1.Calendar{Name: awkward, Events: []*appointmentv1.CalendarEvent{e, event("SCHEDULED", "")}}
	read, err := ical.NewDecoder(bytes.NewReader(Write(c, reason.Spanish))).Decode()
	if err != nil {
		t.Fatal(err)
	}
	text := func(p ical.Props, name string) string {
		t.Helper()
		got, err := p.Text(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return got
	}
	events := read.Events()
	if len(events) != 2 || text(read.Props, "NAME") != awkward || text(read.Props, "X-WR-CALNAME") != awkward ||
		read.Props.Get("REFRESH-INTERVAL").Value != "PT15M" {
		t.Fatalf("%d events, %v", len(events), read.Props)
	}
	first := events[0]
	start, err := first.DateTimeStart(nil)
	if err != nil || !start.Equal(e.Start.AsTime()) {
		t.Errorf("%v %v", start, err)
	}
	end, err := first.DateTimeEnd(nil)
	if err != nil || !end.Equal(e.End.AsTime()) {
		t.Errorf("%v %v", end, err)
	}
	for name, want := range map[string]string{
		"UID": e.Id, "SUMMARY": awkward + ": " + awkward, "LOCATION": awkward, "DESCRIPTION": awkward,
		"STATUS": "CONFIRMED", "SEQUENCE": "2",
	} {
		if name == "SEQUENCE" {
			if got := first.Props.Get(name).Value; got != want {
				t.Errorf("%s is %q", name, got)
			}
			continue
		}
		if got := text(first.Props, name); got != want {
			t.Errorf("%s is %q instead of %q", name, got, want)
		}
	}
	if got := text(events[1].Props, "SUMMARY"); got != "Cita" {
		t.Errorf("without type and name it is %q", got)
	}
}
