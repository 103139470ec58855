package edge

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"go.opentelemetry.io/otel/trace"
)

// envelope surrounds everything: request id, security headers, recovery from panics, access log.
type envelope struct {
	next      http.Handler
	log       *slog.Logger
	publicURL string
	proxies   Proxies
	metrics   *Metrics
	tracer    trace.Tracer
}

// ServeHTTP implements http.Handler.
func (e *envelope) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	x := newExchange(r, e.publicURL)
	x.client = e.proxies.clientOf(r)
	x.begin(e.tracer, r)
	rec := &recorder{ResponseWriter: w}
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
	setSecurityHeaders(rec.Header(), isEncrypted(r))
	rec.Header().Set("X-Request-Id", x.requestID)
	// A Content-Length beside it, which net/http ignores, may have told a proxy of another end: what
	// follows on the connection could be part of this request (RFC 9112, 6.1).
	if len(r.TransferEncoding) > 0 {
		rec.Header().Set("Connection", "close")
	}

	e.metrics.begin()
	defer e.logAccess(r, rec, x, began)
	defer e.recover(rec, r, x)
	e.next.ServeHTTP(rec, r)
}

func setSecurityHeaders(h http.Header, encrypted bool) {
	if encrypted {
		h.Set("Strict-Transport-Security", aYear)
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
}

// recover turns a panic into a 500. The panic's value may hold personal data: only its type and
// the stack are logged.
func (e *envelope) recover(w *recorder, r *http.Request, x *exchange) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	e.log.Error("panic", "request_id", x.requestID, "trace_id", x.traceID(),
		"type", fmt.Sprintf("%T", cause), "stack", string(debug.Stack()))
	if w.status != 0 {
		// Half an answer is out already: cutting the connection is the only way to say so.
		panic(http.ErrAbortHandler)
	}
	refuse(w, r, problem.Of(reason.Internal()))
}

func (e *envelope) logAccess(r *http.Request, w *recorder, x *exchange, began time.Time) {
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	took := time.Since(began)
	e.metrics.end(x, r.Method, status, took)
	x.end(r.Method, status)
	attrs := []slog.Attr{
		slog.String("request_id", x.requestID),
		slog.String("trace_id", x.traceID()),
		slog.String("method", knownMethod(r.Method)),
		slog.String("route", x.pattern),
		slog.Int("status", status),
		slog.Float64("latency_ms", float64(took.Microseconds())/1000),
		slog.Int("bytes", w.bytes),
	}
	if x.refusal != nil {
		attrs = append(attrs, slog.String("code", x.refusal.CodeName()),
			slog.String("reason", x.refusal.ReasonName()))
	}
	e.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request", attrs...)
}

const otherMethod = "OTHER"

// knownMethod keeps invented methods, which may hold anything, out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return method
	}
	return otherMethod
}
