// Package edge is Enlace's REST face: grpc-gateway, and around it what strangers may not get past.
// Strict JSON, allow-listed headers, limits, deadlines, one shape of errors, an access log without
// personal data. It holds no business rule and trusts nobody: the services judge the credential.
package edge

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"enlace.dev/gateway/internal/docs"
	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"enlace.dev/gateway/internal/edge/reason"
	"go.opentelemetry.io/otel/trace"
)

// Options are what New needs beside the services.
type Options struct {
	Log *slog.Logger
	// PublicURL is the scheme and host that callers use (https://api.example.com), for absolute
	// URLs in answers; empty: as each request says.
	PublicURL string
	// Proxies are believed about who called; nobody when empty.
	Proxies Proxies
	// Counter counts calls for the rate limits; in memory when nil.
	Counter ratelimit.Counter
	// LimitFactor multiplies every rate limit; 1 when 0.
	LimitFactor int
	// Calls may be under way at once; DefaultCalls when 0.
	Calls int
	// Metrics counts requests; nobody does when nil.
	Metrics *Metrics
	// Tracer makes a span of each request; nobody does when nil.
	Tracer trace.Tracer
	// Stopping is done when the gateway stops, so that streams end; never when nil.
	Stopping context.Context
}

// New makes the handler of the whole gateway. It is safe for many goroutines.
func New(b *Backends, o Options) (http.Handler, error) {
	table, err := Routes()
	if err != nil {
		return nil, fmt.Errorf("read the routes: %w", err)
	}
	stopping := o.Stopping
	if stopping == nil {
		stopping = context.Background()
	}
	calls := newUnderWay(o.Calls)
	mux, err := newMux(stopping, b, table, calls)
	if err != nil {
		return nil, err
	}
	counter := o.Counter
	if counter == nil {
		counter = ratelimit.NewMemory()
	}
	limits := newRateLimits(mux, b, counter, max(o.LimitFactor, 1))
	limits.metrics = o.Metrics
	byLink := newLinks(limits.failures, calls)
	root := &front{
		pages: map[string]http.Handler{
			"/healthz":          http.HandlerFunc(alive),
			"/readyz":           &readiness{targets: b.targets},
			"/openapi.json":     docs.Contract(),
			"/openapi-3.0.json": docs.OlderContract(),
		},
		docs: docs.Viewer("/docs", "/openapi.json"),
		calendars: &calendars{
			appointments: appointmentv1.NewCalendarServiceClient(b.Appointment), links: byLink,
		},
		replies: &replies{
			appointments: appointmentv1.NewReplyServiceClient(b.Appointment), links: byLink,
		},
		mailLinks: &mailLinks{identity: authv1.NewIdentityServiceClient(b.Auth), links: byLink},
		api:       allowListed(limits),
	}
	return &envelope{next: limited(root), log: o.Log, publicURL: o.PublicURL, proxies: o.Proxies, metrics: o.Metrics, tracer: o.Tracer}, nil
}

// front parts the gateway's own pages from the API.
type front struct {
	pages     map[string]http.Handler
	docs, api http.Handler
	// Opened by a secret in the path.
	calendars, replies, mailLinks http.Handler
}

// ServeHTTP implements http.Handler.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	page := f.pages[path]
	switch {
	case page != nil:
	case strings.HasPrefix(path, calendarsAt):
		f.calendars.ServeHTTP(w, r)
		return
	case strings.HasPrefix(path, repliesAt):
		f.replies.ServeHTTP(w, r)
		return
	case strings.HasPrefix(path, mailLinksAt):
		f.mailLinks.ServeHTTP(w, r)
		return
	case path == "/docs" || strings.HasPrefix(path, "/docs/"):
		page, path = f.docs, "/docs"
	case strings.HasPrefix(path, "/errors/"):
		page, path = http.HandlerFunc(explain), "/errors/{code}"
	default:
		f.api.ServeHTTP(w, r)
		return
	}
	exchangeOf(r.Context()).pattern = path
	if !slices.Contains([]string{http.MethodGet, http.MethodHead}, r.Method) {
		refuse(w, r, methodNotAllowed(w, http.MethodGet, http.MethodHead))
		return
	}
	shaped := &absence{ResponseWriter: w}
	page.ServeHTTP(shaped, r)
	if shaped.found {
		refuse(w, r, problem.Of(reason.RouteNotFound()))
	}
}
