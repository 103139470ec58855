package chaos

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// inlineBooking is the body of a booking that brings its patient along.
func inlineBooking(c *stack.Clinic, number, start, end string) stack.Object {
	body := c.BookingBody(number, start, end)
	delete(body, "patientDocTypeId")
	delete(body, "patientDocNumber")
	body["patient"] = c.PatientBody(number)
	return body
}

// Nobody repeats these bookings: whatever a killed process leaves must be whole, and the time of what
// was not booked must be free.
func TestKilledInlineBookingsThatNobodyRepeatsHoldNoTime(t *testing.T) {
	seed := stack.Seed(t)
	random := rand.New(rand.NewPCG(seed, 2))
	clinic := enlace.NewClinic(t, "Unrepeated")
	tenant := "tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	var numbers, starts, ends []string
	for _, killed := range []string{stack.Appointment, stack.Patient, stack.Gateway} {
		stack.Eventually(t, backWithin, "everything works", clinic.Works)
		var group sync.WaitGroup
		for range 20 {
			number := stack.NewDocument()
			start, end := stack.NewSlot()
			numbers, starts, ends = append(numbers, number), append(starts, start), append(ends, end)
			group.Go(func() {
				_, _ = enlace.Send(stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
					Body: inlineBooking(clinic, number, start, end)})
			})
		}
		pause(t, random, 0, 60*time.Millisecond)
		enlace.Kill(t, killed)
		group.Wait()
		enlace.StartProcess(t, killed)
	}
	stack.Eventually(t, backWithin, "everything works", clinic.Works)
	booked := func(start string) int {
		return enlace.Count(t, stack.Database(stack.Appointment), "SELECT count(*) FROM appointments WHERE start_at = '"+start+"' AND "+tenant)
	}
	unbooked, alone := 0, 0
	for i, number := range numbers {
		registered := func() int {
			return enlace.Count(t, stack.Database(stack.Patient), "SELECT count(*) FROM patients WHERE doc_number = '"+number+"' AND "+tenant)
		}
		before := booked(starts[i])
		if before == 1 && registered() != 1 {
			t.Errorf("an appointment at %s without its patient", starts[i])
		}
		if before == 0 {
			unbooked++
			alone += registered()
			// The first to come gets the time at once, for the same person, who is one person still.
			clinic.Must(t, 201, "POST", "/v1/appointments", inlineBooking(clinic, number, starts[i], ends[i]))
			if n := registered(); n != 1 {
				t.Errorf("%d patients", n)
			}
		}
	}
	t.Logf("of %d bookings %d were not made, and %d of their patients registered", len(numbers), unbooked, alone)
}
