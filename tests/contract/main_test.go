// Package contract holds Enlace to its answers for bad input: each names what to mend and changes
// nothing.
package contract

import (
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }

// world is what the refused calls are aimed at.
type world struct {
	alpha, beta *stack.Clinic
	// Of alpha: a patient, its CC, an appointment and the booked slot.
	patient, number, appointment, start, end string
	// Of beta.
	foreignPatient, foreignAppointment string
	revoked                            string
}

var once sync.Once
var shared world

func theWorld(t *testing.T) world {
	t.Helper()
	once.Do(func() {
		w := world{alpha: enlace.NewClinic(t, "Alpha Contract"), beta: enlace.NewClinic(t, "Beta Contract")}
		w.alpha.NewWorkflow(t, "intake")
		w.patient, w.number = w.alpha.NewPatient(t)
		w.start, w.end = stack.NewSlot()
		w.appointment = w.alpha.Must(t, 201, "POST", "/v1/appointments",
			w.alpha.BookingBody(w.number, w.start, w.end)).Text("id")
		var number string
		w.foreignPatient, number = w.beta.NewPatient(t)
		w.foreignAppointment = w.beta.NewAppointment(t, number)
		var id string
		id, w.revoked = w.alpha.NewKey(t, stack.AllScopes...)
		w.alpha.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+id, nil)
		shared = w
	})
	if shared.alpha == nil {
		t.Fatal("the clinics could not be made")
	}
	return shared
}

// with is an object with some members changed; nil takes one away.
func with(object stack.Object, changes stack.Object) stack.Object {
	out := stack.Object{}
	for name, value := range object {
		out[name] = value
	}
	for name, value := range changes {
		if value == nil {
			delete(out, name)
		} else {
			out[name] = value
		}
	}
	return out
}
