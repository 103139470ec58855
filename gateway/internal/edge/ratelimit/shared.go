package ratelimit

import (
	"context"
	"encoding/hex"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

const (
	// redisTimeout is how long one call may wait for Redis.
	redisTimeout = 100 * time.Millisecond
	// redisFailures in a row end the asking; after redisPause one call tries again.
	redisFailures = 3
	redisPause    = time.Second
)

// Shared counts in a Redis, together with every other gateway that does. While Redis is down or
// slow it counts in memory: limits may then be too generous, but no call is lost.
type Shared struct {
	limiter *redis_rate.Limiter
	breaker *gobreaker.CircuitBreaker[*redis_rate.Result]
	memory  *Memory
	log     *slog.Logger
	// fallbacks counts the calls that were counted in memory.
	fallbacks atomic.Uint64
}

// NewShared makes a counter over the client; nothing is asked before the first call.
func NewShared(client *redis.Client, log *slog.Logger) *Shared {
	s := &Shared{limiter: redis_rate.NewLimiter(client), memory: NewMemory(), log: log}
	s.breaker = gobreaker.NewCircuitBreaker[*redis_rate.Result](gobreaker.Settings{
		Timeout:       redisPause,
		ReadyToTrip:   func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= redisFailures },
		OnStateChange: s.report,
	})
	return s
}

// Fallbacks is how many calls were counted in memory so far.
func (s *Shared) Fallbacks() uint64 { return s.fallbacks.Load() }

// Take implements Counter.
func (s *Shared) Take(ctx context.Context, b Bucket, r Rate) Verdict {
	result, err := s.breaker.Execute(func() (*redis_rate.Result, error) {
		// A caller that goes away says nothing about Redis.
		ctx, done := context.WithTimeout(context.WithoutCancel(ctx), redisTimeout)
		defer done()
		return s.limiter.Allow(ctx, b.name(), redis_rate.Limit{
			Rate: r.PerSecond, Burst: r.Burst, Period: time.Second,
		})
	})
	if err != nil {
		s.fallbacks.Add(1)
		return s.memory.Take(ctx, b, r)
	}
	v := Verdict{Allowed: result.Allowed > 0, Remaining: result.Remaining, Full: result.ResetAfter}
	if v.Remaining == 0 {
		v.RetryAfter = max(result.RetryAfter, v.Full-r.window()+time.Second/time.Duration(r.PerSecond))
	}
	return v
}

// name is the bucket's key in Redis, after the library's own prefix.
func (b Bucket) name() string {
	names := [kinds]string{ofKey: "key:", ofTenant: "tenant:", ofAddress: "address:"}
	return "enlace:" + names[b.kind] + hex.EncodeToString(b.id[:])
}

// report says when Redis was lost and when it is back; a vain try in between is no news.
func (s *Shared) report(_ string, from, to gobreaker.State) {
	switch {
	case from == gobreaker.StateClosed:
		s.log.Warn("rate limits are counted in memory: redis does not answer",
			"counted_in_memory", s.Fallbacks())
	case to == gobreaker.StateClosed:
		s.log.Info("rate limits are shared again", "counted_in_memory", s.Fallbacks())
	}
}
