package edge

import (
	"context"
	"net/http"
	"strconv"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/metadata"
)

// blocked is what an address is answered that has shown too many wrong credentials, or secrets of
// URLs; nil when it may go on.
func blocked(w http.ResponseWriter, x *exchange, failures *ratelimit.Failures) *problem.Problem {
	wait := failures.Wait(ratelimit.Address(x.client))
	if wait <= 0 {
		return nil
	}
	seconds := retrySeconds(wait)
	failures.Describe(w.Header(), wait)
	return limitReached(reason.TooManyFailedAuthentications(strconv.Itoa(seconds)), seconds)
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
