package ratelimit

import (
	"context"
	"net/http"
	"time"

	"github.com/maypok86/otter/v2"
)

// penalty is how long an address is refused that has failed too often.
const penalty = 5 * time.Second

// failureRate is what an address may fail to authenticate: ten bots with a mistyped key, each
// repeating its call five times.
var failureRate = Rate{PerSecond: 1, Burst: 50}

// Failures counts failed authentications by client address. Safe for many goroutines.
type Failures struct {
	counter Counter
	rate    Rate
	// refused holds until when an address is refused. It is this process's own, so that asking costs
	// no call to a shared counter: another gateway learns of the address by its next failure.
	refused *otter.Cache[Bucket, time.Time]
	now     func() time.Time
}

// NewFailures counts with the counter; the factor multiplies what an address may fail.
func NewFailures(counter Counter, factor int) *Failures {
	return &Failures{
		counter: counter, rate: failureRate.Times(factor), now: time.Now,
		refused: otter.Must(&otter.Options[Bucket, time.Time]{MaximumSize: maxBuckets}),
	}
}

// Wait is how long the address is still refused; 0 or less when it is not.
func (f *Failures) Wait(address Bucket) time.Duration {
	until, ok := f.refused.GetIfPresent(address)
	if !ok {
		return 0
	}
	return until.Sub(f.now())
}

// Describe writes the RateLimit headers of an address that is refused.
func (f *Failures) Describe(h http.Header, wait time.Duration) {
	h.Set("RateLimit-Policy", policy("address", f.rate))
	h.Set("RateLimit", string(state(nil, "address", Verdict{Full: wait})))
}

// Note counts one failure.
func (f *Failures) Note(ctx context.Context, address Bucket) {
	if v := f.counter.Take(ctx, address, f.rate); v.Remaining == 0 {
		f.refused.Set(address, f.now().Add(penalty))
	}
}
