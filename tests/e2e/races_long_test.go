package e2e

import (
	"fmt"
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

// progress tells a long run that it goes on.
func (r *raceTimes) progress(t *testing.T, rounds int) {
	t.Helper()
	if len(r.winners)%progressEvery == 0 {
		_, p99, slowest := r.ofLosers()
		t.Logf("%d of %d rounds: losers waited %v (p99), %v (slowest)", len(r.winners), rounds, p99, slowest)
	}
}

const progressEvery = 50

func (r *raceTimes) ofLosers() (median, p99, slowest time.Duration) {
	slices.Sort(r.losers)
	count := len(r.losers)
	if count == 0 {
		return 0, 0, 0
	}
	return r.losers[count/2].Round(time.Millisecond), r.losers[count*99/100].Round(time.Millisecond), r.losers[count-1].Round(time.Millisecond)
}

// judge holds losers to a second, or, on a slow machine, to what a winner takes; only in the long form.
func (r *raceTimes) judge(t *testing.T, rounds int, doubled string) {
	t.Helper()
	slices.Sort(r.winners)
	typical := r.winners[len(r.winners)/2].Round(time.Millisecond)
	median, p99, slowest := r.ofLosers()
	t.Logf("%d rounds: %d winners, %s; the median winner waited %v, losers %v (median), %v (p99), %v (slowest)", rounds, len(r.winners),
		doubled, typical, median, p99, slowest)
	if limit := max(time.Second, 5*typical); stack.Long() && slowest > limit {
		t.Errorf("a loser waited %v, more than %v", slowest, limit)
	}
}

// roundsOf are those of a race: ENLACE_RACE_ROUNDS, a thousand in the long form, or as few as `make test` has.
func roundsOf(t *testing.T, short int) int {
	t.Helper()
	return stack.Setting(t, "ENLACE_RACE_ROUNDS", stack.Times(1000, short))
}

func TestSixtyFourRacersForOneSlotHaveOneWinner(t *testing.T) {
	clinic := enlace.NewClinic(t, "Sixty-Four")
	_, number := clinic.NewPatient(t)
	rounds := roundsOf(t, 4)
	var times raceTimes
	for range rounds {
		start, end := stack.NewSlot()
		request := stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: clinic.BookingBody(number, start, end)}
		times.add(t, raceTimed(t, slices.Repeat([]stack.Request{request}, 64)), "SLOT_TAKEN")
		times.progress(t, rounds)
	}
	tenant := "tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	overlaps := enlace.Count(t, stack.Database(stack.Appointment), "SELECT count(*) FROM appointments a JOIN appointments b "+
		"USING (tenant_id, practitioner_id) WHERE "+tenant+" AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at")
	times.judge(t, rounds, fmt.Sprint(overlaps, " overlaps"))
	if overlaps != 0 {
		t.Errorf("%d pairs overlap", overlaps)
	}
	if n := enlace.Count(t, stack.Database(stack.Appointment), "SELECT count(*) FROM appointments WHERE "+tenant); n != rounds {
		t.Errorf("%d appointments of %d races are stored", n, rounds)
	}
}

func TestFiftyRacersForTheLastPlaceOfAPlanHaveOneWinner(t *testing.T) {
	owner := enlace.Register(t, "Last Place")
	fill(t, owner, 999)
	rounds := roundsOf(t, 2)
	var times raceTimes
	for round := range rounds {
		if round > 0 && round%progressEvery == 0 {
			// A token ends within minutes.
			enlace.ForgetAttempts(t)
			owner = owner.Login(t)
		}
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
		times.progress(t, rounds)
	}
	times.judge(t, rounds, "never more than 1000 patients of 1000")
}
