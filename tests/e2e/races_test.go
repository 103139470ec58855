package e2e

import (
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

// race sends the same request from many callers at once and counts the answers by status.
func race(t *testing.T, callers int, r stack.Request) map[int][]stack.Answer {
	t.Helper()
	var mutex sync.Mutex
	answers := map[int][]stack.Answer{}
	start := make(chan struct{})
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			<-start
			answer, err := enlace.Send(r)
			if err != nil {
				t.Error(err)
			}
			mutex.Lock()
			defer mutex.Unlock()
			answers[answer.Status] = append(answers[answer.Status], answer)
		})
	}
	close(start)
	group.Wait()
	return answers
}

func TestOneOfManyRacersGetsTheSlot(t *testing.T) {
	clinic := enlace.NewClinic(t, "Slot Race")
	_, number := clinic.NewPatient(t)
	const rounds, racers = 12, 24
	for range rounds {
		start, end := stack.NewSlot()
		answers := race(t, racers, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
			Body: clinic.BookingBody(number, start, end)})
		if len(answers[201]) != 1 || len(answers[409]) != racers-1 {
			t.Fatalf("%d winners and %d losers", len(answers[201]), len(answers[409]))
		}
		for _, loser := range answers[409] {
			if p := loser.Problem(t); p.Reason != "SLOT_TAKEN" {
				t.Errorf("a loser was told %s", p.Reason)
			}
		}
	}
	stored := "SELECT count(*) FROM appointments WHERE tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	if n := enlace.Count(t, stack.Database(stack.Appointment), stored); n != rounds {
		t.Errorf("%d appointments are stored", n)
	}
}

func TestOneOfManyRacersRegistersADocument(t *testing.T) {
	clinic := enlace.NewClinic(t, "Document Race")
	const racers = 24
	answers := race(t, racers, stack.Request{Method: "POST", Path: "/v1/patients", Key: clinic.Key,
		Body: clinic.PatientBody(stack.NewDocument())})
	if len(answers[201]) != 1 || len(answers[409]) != racers-1 {
		t.Errorf("%d winners and %d losers", len(answers[201]), len(answers[409]))
	}
}

func TestRacingUpsertsMakeOnePatient(t *testing.T) {
	clinic := enlace.NewClinic(t, "Upsert Race")
	const racers = 24
	answers := race(t, racers, stack.Request{Method: "PUT", Path: "/v1/patients/by-document/CC/" + stack.NewDocument(),
		Key: clinic.Key, Body: `{"firstName":"Luz","lastName":"Rojas"}`})
	if len(answers[201]) != 1 || len(answers[200]) != racers-1 {
		t.Fatalf("%d created and %d changed: %v", len(answers[201]), len(answers[200]), answers)
	}
	id := answers[201][0].ID()
	for _, answer := range answers[200] {
		if answer.ID() != id {
			t.Errorf("two patients: %s and %s", id, answer.ID())
		}
	}
}
