package ratelimit

import (
	"context"
	"math"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// maxBuckets bounds the buckets of each kind, about 300 bytes each. What is seldom used goes first;
// a bucket that went is full when it comes back.
const maxBuckets = 50_000

// Memory counts in this process.
type Memory struct {
	// Apart from each other: a flood of addresses displaces no key.
	buckets [kinds]*otter.Cache[Bucket, *measured]
	now     func() time.Time
}

// measured is a bucket and the rate that it was made for.
type measured struct {
	rate    Rate
	limiter *rate.Limiter
}

// NewMemory makes a counter without any bucket.
func NewMemory() *Memory {
	m := &Memory{now: time.Now}
	for i := range m.buckets {
		m.buckets[i] = otter.Must(&otter.Options[Bucket, *measured]{MaximumSize: maxBuckets})
	}
	return m
}

// Take implements Counter.
func (m *Memory) Take(_ context.Context, b Bucket, r Rate) Verdict {
	limiter, now := m.limiter(b, r), m.now()
	v := Verdict{Allowed: limiter.AllowN(now, 1)}
	tokens := limiter.TokensAt(now)
	v.Remaining = max(int(tokens), 0)
	if v.Remaining == 0 {
		v.RetryAfter = refill(1-tokens, r)
	}
	v.Full = refill(float64(r.Burst)-tokens, r)
	return v
}

func (m *Memory) limiter(b Bucket, r Rate) *rate.Limiter {
	cache := m.buckets[b.kind]
	found, ok := cache.GetIfPresent(b)
	if !ok {
		found, _ = cache.SetIfAbsent(b, &measured{r, rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)})
	}
	if found.rate != r {
		// Another plan: what was taken stays taken.
		found.limiter.SetLimitAt(m.now(), rate.Limit(r.PerSecond))
		found.limiter.SetBurstAt(m.now(), r.Burst)
		cache.Set(b, &measured{r, found.limiter})
	}
	return found.limiter
}

// refill is how long the rate takes to bring that many tokens.
func refill(tokens float64, r Rate) time.Duration {
	return time.Duration(math.Ceil(max(tokens, 0) / float64(r.PerSecond) * float64(time.Second)))
}
