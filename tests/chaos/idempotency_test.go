package chaos

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const repeats = 50

// insist repeats a call under its key, as a bot does, until it is answered.
func insist(r stack.Request) (answer stack.Answer) {
	stack.Within(time.Minute, func() bool {
		var err error
		answer, err = enlace.Send(r)
		again := err != nil || answer.Status >= 500 || answer.Status == 429 || answer.Status == 409
		return !again
	})
	return answer
}

func TestFiftyRepeatsThroughAKillMakeOneRow(t *testing.T) {
	seed := seedOf(t)
	t.Logf("repeat with ENLACE_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	clinic := enlace.NewClinic(t, "Insisting")
	tenant := stack.UUID(t, clinic.ID)
	for round := range 6 * roundsOf(t) {
		number := stack.NewDocument()
		service, path, body := stack.Patient, "/v1/patients", clinic.PatientBody(number)
		count := "SELECT count(*) FROM patients WHERE doc_number = '" + number + "' AND tenant_id = '" + tenant + "'"
		if round%2 == 1 {
			service, path = stack.Appointment, "/v1/doctors"
			body = stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": number}
			count = "SELECT count(*) FROM practitioners WHERE doc_number = '" + number + "' AND tenant_id = '" + tenant + "'"
		}
		answers := make([]stack.Answer, repeats)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() {
				answers[i] = insist(stack.Request{Method: "POST", Path: path, Key: clinic.Key, Body: body,
					Header: map[string]string{"Idempotency-Key": fmt.Sprintf("insist-%d-%d", seed, round)}})
			})
		}
		for range 2 {
			pause(t, random, 60*time.Millisecond)
			enlace.Kill(t, service)
			enlace.StartProcess(t, service)
		}
		group.Wait()

		id := answers[0].ID()
		for _, answer := range answers {
			if answer.Status != 201 || string(answer.Body) != string(answers[0].Body) {
				t.Fatalf("round %d: %d %s\nbeside %s", round, answer.Status, answer.Body, answers[0].Body)
			}
		}
		if n := enlace.Count(t, stack.Database(service), count); n != 1 {
			t.Errorf("round %d: %d rows", round, n)
		}
		stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
		records := enlace.Count(t, stack.Database(stack.Audit), "SELECT count(*) FROM audit_events WHERE event_type = 'WRITE' "+
			"AND tenant_id = '"+tenant+"' AND resource_id = '"+stack.UUID(t, id)+"'")
		if records != 1 {
			t.Errorf("round %d: %d audit records", round, records)
		}
	}
}
