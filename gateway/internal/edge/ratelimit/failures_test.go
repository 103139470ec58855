package ratelimit

import (
	"context"
	"net/netip"
	"testing"
)

func TestAnAddressIsRefusedAfterTooManyFailuresForAWhile(t *testing.T) {
	clock := newHandClock()
	f := NewFailures(newMemoryAt(clock), 1)
	f.now = clock.Now
	address := Address(netip.MustParseAddr("203.0.113.9"))
	fail := func(times int) {
		for range times {
			f.Note(context.Background(), address)
		}
	}
	fail(failureRate.Burst - 1)
	if f.Wait(address) > 0 {
		t.Error("refused too early")
	}
	fail(1)
	if wait := f.Wait(address); wait != penalty {
		t.Errorf("refused for %v", wait)
	}
	if f.Wait(Address(netip.MustParseAddr("203.0.113.10"))) > 0 {
		t.Error("a neighbour is refused")
	}
	clock.Advance(penalty)
	if f.Wait(address) > 0 {
		t.Error("refused for longer than said")
	}
	// What the pause brought, and no more.
	fail(4)
	if f.Wait(address) > 0 {
		t.Error("a correction is not forgiven")
	}
	fail(1)
	if f.Wait(address) != penalty {
		t.Error("the attack goes on unhindered")
	}
}
