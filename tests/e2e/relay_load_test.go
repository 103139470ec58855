package e2e

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// writing counts what became of many writes.
type writing struct{ acknowledged, refused, unknown atomic.Int64 }

// run lets all callers register patients and book for them, each at least `rounds` times and for at least so
// long, and answers how long it took.
func (w *writing) run(t *testing.T, clinics []*stack.Clinic, lasting time.Duration, rounds int) time.Duration {
	t.Helper()
	began := time.Now()
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			for made := 0; made < rounds || time.Since(began) < lasting; made++ {
				w.round(t, clinics[i%len(clinics)])
			}
		})
	}
	group.Wait()
	return time.Since(began)
}

func (w *writing) round(t *testing.T, clinic *stack.Clinic) {
	number := stack.NewDocument()
	if !w.write(t, clinic, "/v1/patients", clinic.PatientBody(number)) {
		return
	}
	start, end := stack.NewSlot()
	w.write(t, clinic, "/v1/appointments", clinic.BookingBody(number, start, end))
}

// write tells whether it was acknowledged.
func (w *writing) write(t *testing.T, clinic *stack.Clinic, path string, body stack.Object) bool {
	answer, err := enlace.Send(stack.Request{Method: "POST", Path: path, Key: clinic.Key, Body: body})
	switch {
	case err != nil || answer.Status >= http.StatusInternalServerError:
		w.unknown.Add(1)
	case answer.Status == http.StatusTooManyRequests:
		w.refused.Add(1)
	case answer.Status == http.StatusCreated:
		w.acknowledged.Add(1)
		return true
	default:
		t.Errorf("POST %s: %d %s", path, answer.Status, answer.Body)
	}
	return false
}
