package chaos

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// tally counts results.
type tally struct {
	mu       sync.Mutex
	answered []time.Duration
	refused  []time.Duration
	// codes are those of the refused.
	codes  map[string]int
	faults map[string]int
}

func newTally() *tally { return &tally{codes: map[string]int{}, faults: map[string]int{}} }

func (a *tally) add(o result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case o.fault != "":
		a.faults[o.fault]++
	case o.answered:
		a.answered = append(a.answered, o.took)
	default:
		a.refused = append(a.refused, o.took)
		a.codes[o.code]++
	}
}

// p50 is 0 of none.
func p50(of []time.Duration) time.Duration { return percentile(of, 50) }

// p99 is 0 of none.
func p99(of []time.Duration) time.Duration { return percentile(of, 99) }

func percentile(of []time.Duration, percent int) time.Duration {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	return of[len(of)*percent/100]
}

func (a *tally) report(t *testing.T, what string) {
	t.Helper()
	t.Logf("%-28s %7d answered, p99 %9v %7d refused, p99 %9v", what, len(a.answered),
		p99(a.answered).Round(10*time.Microsecond), len(a.refused), p99(a.refused).Round(10*time.Microsecond))
	for fault, count := range a.faults {
		t.Errorf("%s: %d times %s", what, count, fault)
	}
}

// callInTurn lets `callers` call one after the other, each for its reader, until `stop` is closed. Who is
// refused comes again when it was told to.
func callInTurn(call ask, readers []*reader, callers int, stop <-chan struct{}) *tally {
	all := newTally()
	var group sync.WaitGroup
	for i := range callers {
		group.Go(func() {
			for {
				o := call(readers[i%len(readers)])
				all.add(o)
				select {
				case <-stop:
					return
				case <-time.After(o.again):
				}
			}
		})
	}
	group.Wait()
	return all
}

// callAt begins so many calls a second, whatever becomes of those before.
func callAt(call ask, readers []*reader, perSecond int, lasting time.Duration) *tally {
	all := newTally()
	var group sync.WaitGroup
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	begun, began := 0, time.Now()
	for now := range ticker.C {
		if now.Sub(began) >= lasting {
			break
		}
		for due := int(now.Sub(began).Seconds() * float64(perSecond)); begun < due; begun++ {
			r := readers[begun%len(readers)]
			group.Go(func() { all.add(call(r)) })
		}
	}
	group.Wait()
	return all
}

func after(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}
