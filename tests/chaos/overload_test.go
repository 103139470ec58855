package chaos

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

func TestAFloodOfOneClinicIsServedOrToldWhenToComeAgainAndOthersAreServed(t *testing.T) {
	readers := newReaders(t, 4)
	for name, call := range transports(t) {
		t.Run(name, func(t *testing.T) {
			stop := make(chan struct{})
			flooding := make(chan *tally)
			go func() { flooding <- callInTurn(call, readers[:1], flood, stop) }()
			others := &tally{}
			var group sync.WaitGroup
			for _, r := range readers[1:] {
				group.Go(func() {
					for range 30 {
						others.add(call(r))
					}
				})
			}
			group.Wait()
			close(stop)
			(<-flooding).report(t, "the flood")
			others.report(t, "others")
			if len(others.refused) > 0 {
				t.Errorf("%d calls of others were refused", len(others.refused))
			}
		})
	}
}

// The promises that only a quiet machine can keep: ENLACE_LONG=1.
func TestOverloadAndFloodsLeaveAnswersQuick(t *testing.T) {
	if os.Getenv("ENLACE_LONG") != "1" {
		t.Skip("ENLACE_LONG=1 measures")
	}
	const lasting = 10 * time.Second
	readers := newReaders(t, 16)
	for name, call := range transports(t) {
		t.Run(name, func(t *testing.T) {
			callInTurn(call, readers, 4, after(time.Second))
			alone := callInTurn(call, readers, 4, after(lasting))
			alone.report(t, "4 callers")
			full := callInTurn(call, readers, 48, after(lasting))
			full.report(t, "48 callers: all it can do")
			rate := len(full.answered) / int(lasting.Seconds())

			// Until it is known for an overload.
			callAt(call, readers, 4*rate, 2*time.Second)
			over := callAt(call, readers, 4*rate, lasting)
			over.report(t, fmt.Sprintf("%d calls a second", 4*rate))
			limit(t, "4 times what it can do", p99(over.answered), 3, p99(alone.answered))
			if len(over.refused) == 0 {
				t.Error("nothing was refused: that was no overload")
			}

			stop := make(chan struct{})
			flooding := make(chan *tally)
			go func() { flooding <- callInTurn(call, readers[:1], flood, stop) }()
			beside := callInTurn(call, readers[1:], 4, after(lasting))
			close(stop)
			(<-flooding).report(t, "500 calls of one clinic")
			beside.report(t, "4 callers beside them")
			limit(t, "beside a flood", p99(beside.answered), 2, p99(alone.answered))
			if len(beside.refused) > 0 {
				t.Errorf("%d calls of others were refused", len(beside.refused))
			}
		})
	}
}

// limit fails the test when `got` is more than so many times `usual`.
func limit(t *testing.T, what string, got time.Duration, times int, usual time.Duration) {
	t.Helper()
	t.Logf("%-28s %.1f times the usual p99, of at most %d", what, float64(got)/float64(usual), times)
	if got > time.Duration(times)*usual {
		t.Errorf("%s: p99 %v, and %v otherwise", what, got, usual)
	}
}
