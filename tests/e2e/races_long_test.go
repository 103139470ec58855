package e2e

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// raceAnswer is what one racer was told, and how soon.
type raceAnswer struct {
	stack.Answer
	took time.Duration
}

// raceTimed lets every request be sent at the same moment.
func raceTimed(t *testing.T, requests []stack.Request) []raceAnswer {
	t.Helper()
	answers := make([]raceAnswer, len(requests))
	start := make(chan struct{})
	var group sync.WaitGroup
	for i, request := range requests {
		group.Go(func() {
			<-start
			began := time.Now()
			answer, err := enlace.Send(request)
			if err != nil {
				t.Error(err)
			}
			answers[i] = raceAnswer{answer, time.Since(began)}
		})
	}
	close(start)
	group.Wait()
	return answers
}

// raceTimes gathers how long winners and losers waited.
type raceTimes struct{ winners, losers []time.Duration }

// add counts one race, in which a single racer may win and the others are told why not.
func (r *raceTimes) add(t *testing.T, answers []raceAnswer, reason string) {
	t.Helper()
	won := 0
	for _, answer := range answers {
		switch {
		case answer.Status == http.StatusCreated:
			won++
			r.winners = append(r.winners, answer.took)
		case answer.Status == http.StatusConflict && answer.Problem(t).Reason == reason:
			r.losers = append(r.losers, answer.took)
		default:
			t.Errorf("a racer was answered %d %s", answer.Status, answer.Body)
		}
	}
	if won != 1 {
		t.Fatalf("%d of %d racers won", won, len(answers))
	}
}

// judge holds losers to a second, or, on a slow machine, to what a winner takes; only in the long form.
func (r *raceTimes) judge(t *testing.T) {
	t.Helper()
	slices.Sort(r.winners)
	slices.Sort(r.losers)
	typical, slowest := r.winners[len(r.winners)/2], r.losers[len(r.losers)-1]
	t.Logf("%d races: the median winner waited %v, losers %v (median), %v (p99), %v (slowest)", len(r.winners), typical,
		r.losers[len(r.losers)/2], r.losers[len(r.losers)*99/100], slowest)
	if limit := max(time.Second, 5*typical); stack.Long() && slowest > limit {
		t.Errorf("a loser waited %v, more than %v", slowest, limit)
	}
}

func roundsOf(usual, long int) int {
	if stack.Long() {
		return long
	}
	return usual
}

func TestSixtyFourRacersForOneSlotHaveOneWinner(t *testing.T) {
	clinic := enlace.NewClinic(t, "Sixty-Four")
	_, number := clinic.NewPatient(t)
	rounds := roundsOf(4, 1000)
	var times raceTimes
	for range rounds {
		start, end := stack.NewSlot()
		request := stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: clinic.BookingBody(number, start, end)}
		times.add(t, raceTimed(t, slices.Repeat([]stack.Request{request}, 64)), "SLOT_TAKEN")
	}
	times.judge(t)
	tenant := "tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	if n := enlace.Count(t, stack.Database(stack.Appointment), "SELECT count(*) FROM appointments WHERE "+tenant); n != rounds {
		t.Errorf("%d appointments of %d races are stored", n, rounds)
	}
	overlaps := "SELECT count(*) FROM appointments a JOIN appointments b USING (tenant_id, practitioner_id) WHERE " + tenant +
		" AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at"
	if n := enlace.Count(t, stack.Database(stack.Appointment), overlaps); n != 0 {
		t.Errorf("%d pairs overlap", n)
	}
}

func TestFiftyRacersForTheLastPlaceOfAPlanHaveOneWinner(t *testing.T) {
	owner := enlace.Register(t, "Last Place")
	fill(t, owner, 999)
	rounds := roundsOf(2, 50)
	var times raceTimes
	for range rounds {
		requests := make([]stack.Request, 50)
		for i := range requests {
			requests[i] = stack.Request{Method: "POST", Path: "/v1/patients", Key: owner.AccessToken, Body: patientBody()}
		}
		answers := raceTimed(t, requests)
		times.add(t, answers, "PLAN_LIMIT")
		if got := used(t, owner, "patients"); got != "1000 of 1000" {
			t.Fatalf("the clinic has %s patients", got)
		}
		// The place becomes free again.
		for _, answer := range answers {
			if answer.Status == http.StatusCreated {
				owner.Call(t, "DELETE", "/v1/patients/"+answer.ID(), nil)
			}
		}
	}
	times.judge(t)
}
