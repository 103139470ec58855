package chaos

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const repeats = 50

// insist repeats a call under its key, as a bot does, until it is answered.
func insist(r stack.Request) (answer stack.Answer, tries int64) {
	stack.Within(time.Minute, func() bool {
		tries++
		var err error
		answer, err = enlace.Send(r)
		again := err != nil || answer.Status >= 500 || answer.Status == 429 || answer.Status == 409
		return !again
	})
	return answer, tries
}

// insistence is a creation that is repeated while a service is killed: its maker, or one that the
// maker asks.
type insistence struct {
	name, killed, maker, path string
	// call is a body that no other call has, and the condition on the table that finds its rows.
	call  func(*testing.T, *stack.Clinic) (body stack.Object, where string)
	table string
	// besides are other rows that the call makes, as a condition on patients.
	besides func(stack.Object) string
}

func insistences() []insistence {
	patient := func(_ *testing.T, c *stack.Clinic) (stack.Object, string) {
		number := stack.NewDocument()
		return c.PatientBody(number), "doc_number = '" + number + "'"
	}
	doctor := func(*testing.T, *stack.Clinic) (stack.Object, string) {
		number := stack.NewDocument()
		return stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": number},
			"doc_number = '" + number + "'"
	}
	appointment := func(t *testing.T, c *stack.Clinic) (stack.Object, string) {
		_, number := c.NewPatient(t)
		start, end := stack.NewSlot()
		return c.BookingBody(number, start, end), "start_at = '" + start + "'"
	}
	inline := func(_ *testing.T, c *stack.Clinic) (stack.Object, string) {
		start, end := stack.NewSlot()
		return inlineBooking(c, stack.NewDocument(), start, end), "start_at = '" + start + "'"
	}
	brought := func(body stack.Object) string {
		return "doc_number = '" + body["patient"].(stack.Object).Text("docNumber") + "'"
	}
	return []insistence{
		{"a patient", stack.Patient, stack.Patient, "/v1/patients", patient, "patients", nil},
		{"a doctor", stack.Appointment, stack.Appointment, "/v1/doctors", doctor, "practitioners", nil},
		{"an appointment", stack.Appointment, stack.Appointment, "/v1/appointments", appointment, "appointments", nil},
		{"an appointment whose patient is asked for", stack.Patient, stack.Appointment, "/v1/appointments", appointment, "appointments", nil},
		{"an appointment with its patient", stack.Appointment, stack.Appointment, "/v1/appointments", inline, "appointments", brought},
		{"an appointment with its patient, who is registered", stack.Patient, stack.Appointment, "/v1/appointments", inline, "appointments", brought},
	}
}

func TestFiftyRepeatsThroughAKillMakeOneRow(t *testing.T) {
	seed := stack.Seed(t)
	random := rand.New(rand.NewPCG(seed, 1))
	clinic := enlace.NewClinic(t, "Insisting")
	for i, made := range slices.Repeat(insistences(), 3*roundsOf(t)) {
		t.Run(fmt.Sprintf("%s, round %d", made.name, i), func(t *testing.T) {
			stack.Eventually(t, backWithin, "everything works", clinic.Works)
			insistThroughKills(t, random, clinic, made, fmt.Sprintf("insist-%d-%d", seed, i))
		})
	}
}

func insistThroughKills(t *testing.T, random *rand.Rand, clinic *stack.Clinic, made insistence, key string) {
	t.Helper()
	body, where := made.call(t, clinic)
	answers := make([]stack.Answer, repeats)
	var tried atomic.Int64
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			answer, tries := insist(stack.Request{Method: "POST", Path: made.path, Key: clinic.Key, Body: body,
				Header: map[string]string{"Idempotency-Key": key}})
			answers[i] = answer
			tried.Add(tries)
		})
	}
	for range 2 {
		pause(t, random, 0, 60*time.Millisecond)
		enlace.Kill(t, made.killed)
		enlace.StartProcess(t, made.killed)
	}
	group.Wait()
	t.Logf("%d calls", tried.Load())

	for _, answer := range answers {
		if answer.Status != 201 || string(answer.Body) != string(answers[0].Body) {
			t.Fatalf("%d %s\nbeside %s", answer.Status, answer.Body, answers[0].Body)
		}
	}
	tenant := stack.UUID(t, clinic.ID)
	if n := enlace.Count(t, stack.Database(made.maker), "SELECT count(*) FROM "+made.table+
		" WHERE "+where+" AND tenant_id = '"+tenant+"'"); n != 1 {
		t.Errorf("%d rows", n)
	}
	if made.besides != nil {
		if n := enlace.Count(t, stack.Database(stack.Patient), "SELECT count(*) FROM patients WHERE "+
			made.besides(body)+" AND tenant_id = '"+tenant+"'"); n != 1 {
			t.Errorf("%d patients", n)
		}
	}
	stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	records := enlace.Count(t, stack.Database(stack.Audit), "SELECT count(*) FROM audit_events WHERE event_type = 'WRITE' "+
		"AND tenant_id = '"+tenant+"' AND resource_id = '"+stack.UUID(t, answers[0].ID())+"'")
	if records != 1 {
		t.Errorf("%d audit records", records)
	}
}
