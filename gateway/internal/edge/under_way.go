package edge

import (
	"context"
	"sync"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"golang.org/x/sync/semaphore"
)

const (
	// DefaultCalls is how many calls a gateway has under way at once: those of four services.
	DefaultCalls = 256
	// shares of them are one caller's at most.
	shares = 8
	// maxWaiting is how many calls of one caller may wait for its share, and patience for how long.
	maxWaiting = 256
	patience   = time.Second
)

// underWay bounds the calls that the services are asked for. Whose calls use up the caller's share
// waits behind them, which slows down whoever floods and nobody else; beyond all calls everybody is
// refused at once. Safe for many goroutines.
type underWay struct {
	most     int
	share    int64
	patience time.Duration

	mu  sync.Mutex
	all int
	// of holds callers with a call that is under way or waits.
	of map[ratelimit.Bucket]*caller
}

type caller struct {
	share *semaphore.Weighted
	// calls are those under way and those that wait.
	calls int
}

// newUnderWay allows `calls` at once, or the usual number when that is 0.
func newUnderWay(calls int) *underWay {
	if calls == 0 {
		calls = DefaultCalls
	}
	return &underWay{
		most: calls, share: int64(max(calls/shares, 1)), patience: patience, of: map[ratelimit.Bucket]*caller{},
	}
}

// enter counts a call in, and returns what counts it out; or why it may not go on.
func (u *underWay) enter(ctx context.Context, who ratelimit.Bucket) (leave func(), p *problem.Problem) {
	c := u.join(who)
	if c == nil {
		return nil, problem.Of(reason.Busy())
	}
	if !u.await(ctx, c) {
		u.part(who, c)
		return nil, problem.Of(reason.Busy())
	}
	if !u.take() {
		c.share.Release(1)
		u.part(who, c)
		return nil, problem.Of(reason.Busy())
	}
	return func() {
		u.giveBack()
		c.share.Release(1)
		u.part(who, c)
	}, nil
}

// join is nil when too many calls of the caller wait already.
func (u *underWay) join(who ratelimit.Bucket) *caller {
	u.mu.Lock()
	defer u.mu.Unlock()
	c := u.of[who]
	if c == nil {
		c = &caller{share: semaphore.NewWeighted(u.share)}
		u.of[who] = c
	}
	if c.calls >= int(u.share)+maxWaiting {
		return nil
	}
	c.calls++
	return c
}

// await waits for the caller's share, in the order of arrival.
func (u *underWay) await(ctx context.Context, c *caller) bool {
	if c.share.TryAcquire(1) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, u.patience)
	defer cancel()
	return c.share.Acquire(ctx, 1) == nil
}

func (u *underWay) part(who ratelimit.Bucket, c *caller) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if c.calls--; c.calls == 0 {
		delete(u.of, who)
	}
}

func (u *underWay) take() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all >= u.most {
		return false
	}
	u.all++
	return true
}

func (u *underWay) giveBack() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.all--
}
