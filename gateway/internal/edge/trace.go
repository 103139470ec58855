package edge

import (
	"context"
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// begin starts the span of a request, which the services' calls are part of; none when nobody traces.
// Its trace is that of the caller, if it has shown one.
func (x *exchange) begin(tracer trace.Tracer, r *http.Request) {
	if tracer == nil {
		return
	}
	form := propagation.TraceContext{}
	parent := context.Background()
	if sent := r.Header.Get("Traceparent"); validTraceparent(sent) {
		parent = form.Extract(parent, propagation.MapCarrier{"traceparent": sent})
	}
	ctx, span := tracer.Start(parent, knownMethod(r.Method), trace.WithSpanKind(trace.SpanKindServer))
	within := propagation.MapCarrier{}
	form.Inject(ctx, within)
	x.span, x.traceparent = span, within["traceparent"]
}

// end names the span by the route's pattern: the path itself holds ids and secrets.
func (x *exchange) end(method string, status int) {
	if x.span == nil {
		return
	}
	method = knownMethod(method)
	attributes := []attribute.KeyValue{
		attribute.String("http.request.method", ofConventions(method)),
		attribute.Int("http.response.status_code", status),
	}
	if x.pattern != unmatched {
		attributes = append(attributes, attribute.String("http.route", x.pattern))
	}
	if status >= http.StatusInternalServerError {
		attributes = append(attributes, attribute.String("error.type", strconv.Itoa(status)))
		x.span.SetStatus(codes.Error, "")
	}
	x.span.SetName(method + " " + x.pattern)
	x.span.SetAttributes(attributes...)
	x.span.End()
}

// ofConventions is how OpenTelemetry spells a method that nobody knows.
func ofConventions(method string) string {
	if method == otherMethod {
		return "_OTHER"
	}
	return method
}
