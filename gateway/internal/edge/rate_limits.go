package edge

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/metadata"
)

// longestRetryAfter, in seconds, is what bots may be told to wait; most wait less and repeat anyway.
const longestRetryAfter = 5

// rateLimits lets through what the caller's plan allows. It judges no credential: whom auth does not
// know is passed on to be refused by the service, and only counted here.
type rateLimits struct {
	next     http.Handler
	auth     authv1.AuthServiceClient
	counter  ratelimit.Counter
	plans    *ratelimit.Plans
	failures *ratelimit.Failures
	metrics  *Metrics
}

func newRateLimits(next http.Handler, b *Backends, counter ratelimit.Counter, factor int) *rateLimits {
	return &rateLimits{
		next: next, auth: authv1.NewAuthServiceClient(b.Auth), counter: counter,
		plans: ratelimit.NewPlans(factor), failures: ratelimit.NewFailures(counter, factor),
	}
}

// ServeHTTP implements http.Handler. The request's headers are those of allowListed.
func (l *rateLimits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(r.Context())
	name, credential := credentialOf(r.Header)
	address, key := ratelimit.Address(x.client), ratelimit.Key(credential)
	// A neighbour behind the same address keeps a key that was good from being refused with it.
	if wait := l.failures.Wait(address); wait > 0 && !l.plans.Known(key) {
		seconds := retrySeconds(wait)
		l.failures.Describe(w.Header(), wait)
		l.metrics.limited("address")
		refuse(w, r, limitReached(reason.TooManyFailedAuthentications(strconv.Itoa(seconds)), seconds))
		return
	}
	failed := false
	x.who = address
	if credential != "" {
		limits := l.plans.Remembered(key)
		if limits == nil {
			var err error
			limits, err = l.plans.Of(r.Context(), key, l.ask(name, credential, x, r.UserAgent()))
			failed = errors.Is(err, ratelimit.ErrRefused)
		}
		if limits != nil {
			x.who = limits.Caller(key)
			outcome := limits.Take(r.Context(), l.counter, key, w.Header())
			if p := judgeRate(outcome); p != nil {
				l.metrics.limited(outcome.Refused)
				refuse(w, r, p)
				return
			}
		}
	}
	l.next.ServeHTTP(w, r)
	if failed || (x.refusal != nil && x.refusal.HTTPStatus() == http.StatusUnauthorized) {
		l.failures.Note(r.Context(), address)
	}
}

// credentialOf is what the caller shows, and in which metadata a service finds it.
func credentialOf(h http.Header) (name, credential string) {
	if key := h.Get("X-Api-Key"); key != "" {
		return "x-api-key", key
	}
	return "authorization", h.Get("Authorization")
}

// ask asks auth who the caller is, with the caller's own credential; a refusal is recorded of the caller.
func (l *rateLimits) ask(name, credential string, x *exchange, userAgent string) ratelimit.Ask {
	return func(ctx context.Context) (*authv1.Principal, error) {
		ctx = metadata.AppendToOutgoingContext(ctx, name, credential, "x-request-id", x.requestID, "x-inner-call", "true",
			"x-client-user-agent", cutToPrintable(userAgent, maxUserAgent), "x-forwarded-for", x.client.String())
		return l.auth.GetPrincipal(ctx, &authv1.GetPrincipalRequest{})
	}
}

// judgeRate is nil when the call may go on.
func judgeRate(o ratelimit.Outcome) *problem.Problem {
	if o.Refused == "" {
		return nil
	}
	say, seconds := reason.RateLimited, retrySeconds(o.RetryAfter)
	if o.Refused == "tenant" {
		say = reason.RateLimitedTenant
	}
	rate, burst := strconv.Itoa(o.Rate.PerSecond), strconv.Itoa(o.Rate.Burst)
	return limitReached(say(rate, burst, strconv.Itoa(seconds)), seconds)
}

func limitReached(said reason.Said, seconds int) *problem.Problem {
	p := problem.Of(said)
	p.RetryAfter = seconds
	return p
}

func retrySeconds(d time.Duration) int {
	return min(max(int(math.Ceil(d.Seconds())), 1), longestRetryAfter)
}
