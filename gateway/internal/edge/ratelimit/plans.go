package ratelimit

import (
	"context"
	"errors"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"github.com/maypok86/otter/v2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// maxCallers bounds the remembered callers, about 400 bytes each.
	maxCallers = 50_000
	// freshFor is how long a caller's limits are believed; after half of it they are asked for again
	// while calls go on.
	freshFor = 5 * time.Second
	// defaultFor is how long auth is left alone when it could not be asked.
	defaultFor = time.Second
	// askTimeout is how long a call may wait for its limits.
	askTimeout = 500 * time.Millisecond
	// knownFor is how long a credential that was good once is known as such.
	knownFor = time.Hour
)

// ErrRefused says that auth does not know the credential.
var ErrRefused = errors.New("the credential was refused")

// errNotAsked keeps what is remembered when auth can't be asked again.
var errNotAsked = errors.New("auth could not be asked")

// defaultKey limits a caller of whom nothing is known because auth can't be asked.
var defaultKey = Rate{PerSecond: 20, Burst: 200}

// Ask asks auth who the credential of the context's metadata is.
type Ask func(ctx context.Context) (*authv1.Principal, error)

// Plans knows the limits of callers, which auth tells by their plans. Safe for many goroutines.
type Plans struct {
	factor  int
	callers *otter.Cache[Bucket, *Limits]
	// known outlives `callers`: it tells a customer from a stranger, not what it may do.
	known *otter.Cache[Bucket, struct{}]
}

// NewPlans remembers nobody yet; the factor multiplies every figure.
func NewPlans(factor int) *Plans { return newPlans(factor, nil) }

func newPlans(factor int, clock otter.Clock) *Plans {
	return &Plans{
		factor: factor,
		callers: otter.Must(&otter.Options[Bucket, *Limits]{
			MaximumSize: maxCallers,
			ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[Bucket, *Limits]) time.Duration {
				if e.Value.guessed {
					return defaultFor
				}
				return freshFor
			}),
			RefreshCalculator: otter.RefreshWriting[Bucket, *Limits](freshFor / 2),
			Logger:            &otter.NoopLogger{},
			Clock:             clock,
		}),
		known: otter.Must(&otter.Options[Bucket, struct{}]{
			MaximumSize: maxCallers, ExpiryCalculator: otter.ExpiryWriting[Bucket, struct{}](knownFor), Clock: clock,
		}),
	}
}

// Known tells whether the credential was good within the last hour.
func (p *Plans) Known(key Bucket) bool {
	_, ok := p.known.GetIfPresent(key)
	return ok
}

// Remembered returns the limits of a caller when there is no reason to ask for them; nil otherwise.
func (p *Plans) Remembered(key Bucket) *Limits {
	if e, ok := p.callers.GetEntry(key); ok && e.RefreshableAfter() > 0 {
		return e.Value
	}
	return nil
}

// Of returns the limits of the caller, asking when they are not known; calls that come together
// share one question. The error is ErrRefused, or that ctx has ended.
func (p *Plans) Of(ctx context.Context, key Bucket, ask Ask) (*Limits, error) {
	if l := p.Remembered(key); l != nil {
		return l, nil
	}
	return p.callers.Get(ctx, key, &question{p, ask})
}

// question is a look into auth for one credential.
type question struct {
	plans *Plans
	ask   Ask
}

// Load implements otter.Loader.
func (q *question) Load(ctx context.Context, key Bucket) (*Limits, error) {
	limits, err := q.Reload(ctx, key, nil)
	if errors.Is(err, errNotAsked) {
		return newLimits(nil, q.plans.factor), nil
	}
	return limits, err
}

// Reload implements otter.Loader.
func (q *question) Reload(ctx context.Context, key Bucket, _ *Limits) (*Limits, error) {
	// Others wait for the same answer when this caller goes away.
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), askTimeout)
	defer done()
	principal, err := q.ask(ctx)
	switch {
	case err == nil:
		q.plans.known.Set(key, struct{}{})
		return newLimits(principal, q.plans.factor), nil
	case status.Code(err) == codes.Unauthenticated:
		q.plans.known.Invalidate(key)
		return nil, ErrRefused
	default:
		return nil, errNotAsked
	}
}
