package contract

import (
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func TestFiftyParallelCreatesMakeOneRowAndFiftyEqualAnswers(t *testing.T) {
	clinic := enlace.NewClinic(t, "Fifty")
	_, patient := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	number := stack.NewDocument()
	for path, body := range map[string]stack.Object{
		"/v1/patients":     clinic.PatientBody(number),
		"/v1/appointments": clinic.BookingBody(patient, start, end),
		"/v1/doctors":      {"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": number},
	} {
		answers := make([]stack.Answer, 50)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() {
				var err error
				answers[i], err = enlace.Send(stack.Request{Method: "POST", Path: path, Key: clinic.Key, Body: body,
					Header: map[string]string{"Idempotency-Key": "fifty" + path}})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		replayed := 0
		for _, answer := range answers {
			if answer.Status != 201 || string(answer.Body) != string(answers[0].Body) {
				t.Fatalf("%s: %d %s\nbeside %s", path, answer.Status, answer.Body, answers[0].Body)
			}
			if answer.Header.Get("Idempotency-Replayed") != "" {
				replayed++
			}
		}
		if replayed != 49 {
			t.Errorf("%s: %d of fifty are repeats", path, replayed)
		}
	}
	tenant := "tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	for query, want := range map[string]int{
		"patients WHERE doc_number = '" + number + "' AND " + tenant: 1,
	} {
		if n := enlace.Count(t, "enlace_patient", "SELECT count(*) FROM "+query); n != want {
			t.Errorf("%d %s", n, query)
		}
	}
	if n := enlace.Count(t, "enlace_appointment", "SELECT count(*) FROM appointments WHERE "+tenant); n != 1 {
		t.Errorf("%d appointments", n)
	}
	if n := enlace.Count(t, "enlace_appointment", "SELECT count(*) FROM practitioners WHERE doc_number = '"+
		number+"' AND "+tenant); n != 1 {
		t.Errorf("%d doctors", n)
	}
}

// claim holds a key of the clinic as a call does that is under way, until the test lets it go.
func claim(t *testing.T, clinic *stack.Clinic, key string) (letGo func()) {
	t.Helper()
	sql := fmt.Sprintf("INSERT INTO idempotency_keys (tenant_id, credential_id, key) VALUES ('%s', '%s', '%s'); "+
		"SELECT pg_advisory_lock(4711); ", stack.UUID(t, clinic.ID), stack.UUID(t, clinic.KeyID), key)
	run := enlace.Psql("enlace_patient", "-c", sql+"SELECT pg_sleep(60)")
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	stack.Eventually(t, 10*time.Second, "the key is claimed", func() bool {
		return enlace.Count(t, "enlace_patient", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "+
			"AND objid = 4711 AND granted") == 1
	})
	var once sync.Once
	letGo = func() {
		once.Do(func() {
			enlace.Exec(t, "enlace_patient", "SELECT pg_terminate_backend(pid) FROM pg_locks "+
				"WHERE locktype = 'advisory' AND objid = 4711")
			var ended *exec.ExitError
			if err := run.Wait(); err != nil && !errors.As(err, &ended) {
				t.Error(err)
			}
		})
	}
	t.Cleanup(letGo)
	return letGo
}

func TestARepeatWaitsForTheFirstCall(t *testing.T) {
	clinic := enlace.NewClinic(t, "Waiting")
	body := clinic.PatientBody(stack.NewDocument())
	letGo := claim(t, clinic, "k")
	answer := underKey(t, clinic, "k", "POST", "/v1/patients", body)
	if p := answer.Problem(t); p.Status != 409 || p.Reason != "IDEMPOTENCY_IN_PROGRESS" || answer.Header.Get("Retry-After") != "1" {
		t.Errorf("in vain: %s", answer.Body)
	}
	answered := make(chan stack.Answer)
	go func() {
		answer, _ := enlace.Send(stack.Request{Method: "POST", Path: "/v1/patients", Key: clinic.Key, Body: body,
			Header: map[string]string{"Idempotency-Key": "k"}})
		answered <- answer
	}()
	stack.Eventually(t, 10*time.Second, "the repeat waits", func() bool {
		return enlace.Count(t, "enlace_patient", "SELECT count(*) FROM pg_locks WHERE NOT granted") > 0
	})
	letGo()
	if answer := <-answered; answer.Status != 201 {
		t.Errorf("after the first was given up: %d %s", answer.Status, answer.Body)
	}
}

func TestManyRepeatsThatWaitKeepNobodyElseWaiting(t *testing.T) {
	clinic, other := enlace.NewClinic(t, "Crowd"), enlace.NewClinic(t, "Bystander")
	body := clinic.PatientBody(stack.NewDocument())
	letGo := claim(t, clinic, "k")
	// More than the service has connections.
	answers := make([]stack.Answer, 40)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			answers[i], _ = enlace.Send(stack.Request{Method: "POST", Path: "/v1/patients", Key: clinic.Key, Body: body,
				Header: map[string]string{"Idempotency-Key": "k"}})
		})
	}
	const waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
	stack.Eventually(t, 10*time.Second, "a repeat waits", func() bool { return enlace.Count(t, "enlace_patient", waiting) > 0 })
	for range 3 {
		other.NewPatient(t)
	}
	if n := enlace.Count(t, "enlace_patient", waiting); n != 1 {
		t.Errorf("%d connections wait for one key", n)
	}
	letGo()
	group.Wait()
	made := answers[0].ID()
	for _, answer := range answers {
		if answer.Status != 201 || answer.ID() != made {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
	}
}
