package ratelimit

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// handClock moves by hand.
type handClock struct{ nanos atomic.Int64 }

func newHandClock() *handClock {
	c := &handClock{}
	c.nanos.Store(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *handClock) Now() time.Time           { return time.Unix(0, c.nanos.Load()) }
func (c *handClock) NowNano() int64           { return c.nanos.Load() }
func (c *handClock) Advance(by time.Duration) { c.nanos.Add(int64(by)) }

// Tick implements otter.Clock: nothing of a cache happens by itself.
func (c *handClock) Tick(time.Duration) <-chan time.Time { return nil }

func newMemoryAt(clock *handClock) *Memory {
	m := NewMemory()
	m.now = clock.Now
	return m
}

func TestABucketLetsABurstThroughAndFillsSteadily(t *testing.T) {
	clock := newHandClock()
	m, rate := newMemoryAt(clock), Rate{PerSecond: 10, Burst: 50}
	for i := range 50 {
		v := m.Take(context.Background(), Key("a"), rate)
		if !v.Allowed || v.Remaining != 49-i {
			t.Fatalf("call %d: %+v", i, v)
		}
	}
	v := m.Take(context.Background(), Key("a"), rate)
	if want := (Verdict{RetryAfter: 100 * time.Millisecond, Full: 5 * time.Second}); v != want {
		t.Errorf("%+v, want %+v", v, want)
	}
	if v := m.Take(context.Background(), Key("b"), rate); !v.Allowed {
		t.Errorf("another key was refused: %+v", v)
	}
	clock.Advance(time.Second)
	allowed := 0
	for range 50 {
		if m.Take(context.Background(), Key("a"), rate).Allowed {
			allowed++
		}
	}
	if allowed != 10 {
		t.Errorf("%d calls in a second of 10", allowed)
	}
}

func TestAnotherRateTakesEffectAtOnceAndGivesNothingBack(t *testing.T) {
	m := newMemoryAt(newHandClock())
	for range 10 {
		m.Take(context.Background(), Key("a"), Rate{PerSecond: 1, Burst: 10})
	}
	if v := m.Take(context.Background(), Key("a"), Rate{PerSecond: 100, Burst: 1000}); v.Allowed {
		t.Errorf("a change of plan filled the bucket: %+v", v)
	}
}

func TestRacingCallsGetTheBurstAndNoMore(t *testing.T) {
	m, rate := newMemoryAt(newHandClock()), Rate{PerSecond: 1, Burst: 500}
	var allowed atomic.Int64
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			for range 100 {
				if m.Take(context.Background(), Tenant("t"), rate).Allowed {
					allowed.Add(1)
				}
			}
		})
	}
	wait.Wait()
	if allowed.Load() != 500 {
		t.Errorf("%d calls were let through, want 500", allowed.Load())
	}
}

func TestAFloodOfStrangersTakesBoundedRoom(t *testing.T) {
	m, rate := newMemoryAt(newHandClock()), Rate{PerSecond: 1, Burst: 10}
	for range 10 {
		m.Take(context.Background(), Key("a clinic's"), rate)
	}
	for i := range 6 * maxBuckets {
		m.Take(context.Background(), Bucket{ofAddress, [16]byte{byte(i), byte(i >> 8), byte(i >> 16)}}, rate)
	}
	m.buckets[ofAddress].CleanUp()
	if size := m.buckets[ofAddress].EstimatedSize(); size > maxBuckets {
		t.Errorf("%d buckets are kept", size)
	}
	if v := m.Take(context.Background(), Key("a clinic's"), rate); v.Allowed {
		t.Error("a flood of addresses emptied a key's record")
	}
}

func TestBucketsOfAddresses(t *testing.T) {
	same := [][2]string{
		{"203.0.113.9", "::ffff:203.0.113.9"}, {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9"}, {"fe80::1%eth0", "fe80::2"},
	}
	for _, pair := range same {
		if Address(netip.MustParseAddr(pair[0])) != Address(netip.MustParseAddr(pair[1])) {
			t.Errorf("%v are counted apart", pair)
		}
	}
	for _, pair := range [][2]string{{"203.0.113.9", "203.0.113.10"}, {"2001:db8:1:2::1", "2001:db8:1:3::1"}} {
		if Address(netip.MustParseAddr(pair[0])) == Address(netip.MustParseAddr(pair[1])) {
			t.Errorf("%v are counted together", pair)
		}
	}
}

func TestABucketHoldsNoCredential(t *testing.T) {
	const secret = "enl_dev_secret"
	if text := fmt.Sprintf("%v %s", Key(secret), Key(secret).name()); len(text) == 0 || strings.Contains(text, secret) {
		t.Error(text)
	}
	if Key(secret) == Key(secret+"x") || Key(secret) == Tenant(secret) {
		t.Error("two buckets are one")
	}
}

func BenchmarkMemory(b *testing.B) {
	m, rate := NewMemory(), Rate{PerSecond: 1_000_000, Burst: 1_000_000}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			m.Take(context.Background(), Key("enl_dev_01K9ZC4T8B7QJ5W2M3N4P5R6S7_0123456789012345678901234567890123456789_0123456"), rate)
		}
	})
}
