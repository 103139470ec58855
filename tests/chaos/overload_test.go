package chaos

import (
	"sync"
	"testing"
	"time"
)

func TestAFloodOfOneClinicIsServedOrToldWhenToComeAgainAndOthersAreServed(t *testing.T) {
	readers := newReaders(t, 4)
	for _, way := range transports(t) {
		t.Run(way.name, func(t *testing.T) {
			call := way.call
			stop := make(chan struct{})
			flooding := make(chan *tally)
			go func() { flooding <- callInTurn(call, readers[:1], flood, stop) }()
			others := newTally()
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

func TestWhoeverCallsInAnOverloadIsServedOrToldWhenToComeAgain(t *testing.T) {
	readers := newReaders(t, 8)
	for _, way := range transports(t) {
		t.Run(way.name, func(t *testing.T) {
			all := callInTurn(way.call, readers, flood/2, after(time.Second))
			all.report(t, "calls of eight clinics")
			if told := len(all.answered) + len(all.refused); told < flood/2 || len(all.answered) == 0 {
				t.Errorf("%d of %d callers were told something, %d calls served", told, flood/2, len(all.answered))
			}
		})
	}
}
