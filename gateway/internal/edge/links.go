package edge

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/maypok86/otter/v2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// maxLinks bounds the secrets that are remembered, goodFor the time.
const (
	maxLinks = 100_000
	goodFor  = time.Hour
)

// links judges who opens URLs with a secret in them, by their addresses. Safe for many goroutines.
type links struct {
	failures *ratelimit.Failures
	calls    *underWay
	// good holds secrets that the service knew a while ago.
	good *otter.Cache[ratelimit.Bucket, struct{}]
}

func newLinks(failures *ratelimit.Failures, calls *underWay) *links {
	return &links{failures: failures, calls: calls, good: otter.Must(&otter.Options[ratelimit.Bucket, struct{}]{
		MaximumSize: maxLinks, ExpiryCalculator: otter.ExpiryWriting[ratelimit.Bucket, struct{}](goodFor),
	})}
}

// blocked is what an address is answered that has shown too many wrong credentials, or secrets of
// URLs; nil when it may go on. A neighbour behind the same address keeps a link that was good from
// being refused with it.
func (l *links) blocked(w http.ResponseWriter, r *http.Request) *problem.Problem {
	wait := l.failures.Wait(ratelimit.Address(exchangeOf(r.Context()).client))
	if wait <= 0 {
		return nil
	}
	if l.isGood(r) {
		return nil
	}
	seconds := retrySeconds(wait)
	l.failures.Describe(w.Header(), wait)
	return limitReached(reason.TooManyFailedAuthentications(strconv.Itoa(seconds)), seconds)
}

// enter counts in the call that a link stands behind, as underWay does: a link that was good has a share
// of its own, all others that of their address. To be called when the body is read.
func (l *links) enter(r *http.Request) (leave func(), p *problem.Problem) {
	who := ratelimit.Address(exchangeOf(r.Context()).client)
	if l.isGood(r) {
		who = ratelimit.Key(r.URL.Path)
	}
	return l.calls.enter(r.Context(), who)
}

func (l *links) isGood(r *http.Request) bool {
	_, good := l.good.GetIfPresent(ratelimit.Key(r.URL.Path))
	return good
}

// note remembers what the service said of the secret.
func (l *links) note(r *http.Request, err error) {
	switch status.Code(err) {
	case codes.OK:
		l.good.Set(ratelimit.Key(r.URL.Path), struct{}{})
	case codes.Unauthenticated:
		l.good.Invalidate(ratelimit.Key(r.URL.Path))
		l.failures.Note(r.Context(), ratelimit.Address(exchangeOf(r.Context()).client))
	}
}

// linkCall is the context of a call that a secret in a URL stands behind: the service knows the caller
// by its address and user agent alone.
func linkCall(r *http.Request, language reason.Language) (context.Context, context.CancelFunc) {
	x := exchangeOf(r.Context())
	ctx, cancel := context.WithTimeout(r.Context(), deadline)
	return metadata.AppendToOutgoingContext(ctx, "x-request-id", x.requestID,
		"traceparent", x.traceparent, "accept-language", language.String(),
		"x-client-user-agent", cutToPrintable(r.UserAgent(), maxUserAgent), "x-forwarded-for", x.client.String()), cancel
}

// ofAudience is Spanish for whoever asks for no language, as most calendars and messages do.
func ofAudience(x *exchange) reason.Language {
	if x.acceptLanguage == "" {
		return reason.Spanish
	}
	return x.language()
}
