package chaos

import (
	"fmt"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// The promises that only a quiet machine can keep: ENLACE_LONG=1.
func TestOverloadAndFloodsLeaveAnswersQuick(t *testing.T) {
	if !stack.Long() {
		t.Skip("ENLACE_LONG=1 measures")
	}
	const lasting = 10 * time.Second
	splitProcessors(t)
	readers := newReaders(t, 16)
	var measured []overload
	for _, way := range transports(t) {
		t.Run(way.name, func(t *testing.T) {
			call := way.call
			callInTurn(call, readers, 4, after(time.Second))
			o := overload{transport: way.name, alone: callInTurn(call, readers, 4, after(lasting))}
			o.alone.report(t, "4 callers")
			full := callInTurn(call, readers, 48, after(lasting))
			full.report(t, "48 callers: all it can do")
			o.rate = len(full.answered) / int(lasting.Seconds())

			for i, times := range overloads {
				// Until it is known for an overload.
				callAt(call, readers, times*o.rate, 2*time.Second)
				o.over[i] = callAt(call, readers, times*o.rate, lasting)
				o.over[i].report(t, fmt.Sprintf("%d calls a second", times*o.rate))
			}
			most := o.over[len(overloads)-1]
			limit(t, "4 times what it can do", p99(most.answered), 3, p99(o.alone.answered))
			if len(most.refused) == 0 {
				t.Error("nothing was refused: that was no overload")
			}

			stop := make(chan struct{})
			flooding := make(chan *tally)
			go func() { flooding <- callInTurn(call, readers[:1], flood, stop) }()
			o.beside = callInTurn(call, readers[1:], 4, after(lasting))
			close(stop)
			(<-flooding).report(t, "500 calls of one clinic")
			o.beside.report(t, "4 callers beside them")
			limit(t, "beside a flood", p99(o.beside.answered), 2, p99(o.alone.answered))
			if len(o.beside.refused) > 0 {
				t.Errorf("%d calls of others were refused", len(o.beside.refused))
			}
			measured = append(measured, o)
		})
	}
	t.Log("\n" + overloadTable(measured))
}

// limit fails the test when `got` is more than so many times `usual`.
func limit(t *testing.T, what string, got time.Duration, times int, usual time.Duration) {
	t.Helper()
	t.Logf("%-28s %.1f times the usual p99, of at most %d", what, float64(got)/float64(usual), times)
	if got > time.Duration(times)*usual {
		t.Errorf("%s: p99 %v, and %v otherwise", what, got, usual)
	}
}
