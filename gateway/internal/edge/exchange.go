package edge

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/http"
	"net/netip"
	"regexp"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"github.com/oklog/ulid/v2"
	"go.opentelemetry.io/otel/trace"
)

// exchange is what the edge knows of one request and its answer. It lives in the request's
// context and is touched by that request's goroutine only.
type exchange struct {
	requestID string
	// traceparent is what the services get: that of the span, where there is one.
	traceparent string
	// span is nil when nobody traces.
	span trace.Span
	// acceptLanguage is the header; only a refusal reads it.
	acceptLanguage string
	// client is the address of who called; invalid when it can't be told.
	client netip.Addr
	// who is the tenant that calls, or its credential or address, as far as is known.
	who ratelimit.Bucket
	// baseURL is the scheme and host that absolute URLs of the answer start with.
	baseURL string
	// path and query are those of the request, before anything was taken out of it.
	path, query string
	// body is what the caller sent, once it was read whole.
	body []byte
	// mistakes are what the edge found wrong with a call whose rest a service judges.
	mistakes []problem.Violation
	// route is nil until grpc-gateway has matched one.
	route *routes.Route
	// pattern names the call in the log; never the path itself, which holds ids and documents.
	pattern string
	// refusal is the code and reason of the problem that was answered, for the log.
	refusal *problem.Problem
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

var (
	requestIDPattern   = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)
	traceparentPattern = regexp.MustCompile(`^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$`)
	hostPattern        = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$`)
)

const (
	noTrace  = "00000000000000000000000000000000"
	noParent = "0000000000000000"
	// unmatched is the pattern of what has no route.
	unmatched = "unmatched"
)

func newExchange(r *http.Request, publicURL string) *exchange {
	x := &exchange{
		requestID:      r.Header.Get("X-Request-Id"),
		traceparent:    r.Header.Get("Traceparent"),
		acceptLanguage: r.Header.Get("Accept-Language"),
		baseURL:        publicURL,
		path:           r.URL.EscapedPath(),
		query:          r.URL.RawQuery,
		pattern:        unmatched,
	}
	if !requestIDPattern.MatchString(x.requestID) {
		x.requestID = ulid.Make().String()
	}
	if !validTraceparent(x.traceparent) {
		x.traceparent = newTraceparent()
	}
	if x.baseURL == "" {
		x.baseURL = ownURL(r)
	}
	return x
}

func (x *exchange) language() reason.Language { return reason.ParseLanguage(x.acceptLanguage) }

func (x *exchange) traceID() string { return x.traceparent[3:35] }

func (x *exchange) caller() problem.Caller {
	return problem.Caller{
		RequestID: x.requestID, TraceID: x.traceID(), Language: x.language(), BaseURL: x.baseURL,
	}
}

// refuse answers the request with the problem.
func refuse(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	x := exchangeOf(r.Context())
	x.refusal = p
	p.Write(w, x.caller())
}

// validTraceparent follows W3C Trace Context, version 00: ids of zeros only are invalid.
func validTraceparent(value string) bool {
	m := traceparentPattern.FindStringSubmatch(value)
	return m != nil && m[1] != noTrace && m[2] != noParent
}

func newTraceparent() string {
	var id [24]byte
	// crypto/rand never fails (it ends the process instead).
	_, _ = rand.Read(id[:])
	return "00-" + hex.EncodeToString(id[:16]) + "-" + hex.EncodeToString(id[16:]) + "-00"
}

// ownURL is the scheme and host by which the caller reached the gateway.
func ownURL(r *http.Request) string {
	host := r.Host
	if !hostPattern.MatchString(host) {
		host = "localhost"
		if addr, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			host = addr.String()
		}
	}
	return schemeOf(isEncrypted(r)) + "://" + host
}
