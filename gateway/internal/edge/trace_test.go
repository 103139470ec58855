package edge

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

func newTracedWorld(t *testing.T, sampler sdktrace.Sampler) (*world, *tracetest.InMemoryExporter) {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans), sdktrace.WithSampler(sampler))
	return newWorldWith(t, Options{LimitFactor: 1_000_000, Tracer: provider.Tracer("test")}), spans
}

// onlySpan waits for the one span: a request's ends after its answer.
func onlySpan(t *testing.T, spans *tracetest.InMemoryExporter) tracetest.SpanStub {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); len(spans.GetSpans()) == 0; {
		if time.Now().After(until) {
			t.Fatal("no span")
		}
		runtime.Gosched()
	}
	return spans.GetSpans()[0]
}

func TestASpanGoesOnWithTheCallersTraceAndTheServiceWithTheSpan(t *testing.T) {
	w, spans := newTracedWorld(t, sdktrace.AlwaysSample())
	w.send("GET", "/v1/patients/01A?secret=canary", "", "X-Api-Key", "enl_dev_x",
		"Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")
	span := onlySpan(t, spans)
	if span.Parent.SpanID().String() != "00f067aa0ba902b7" || span.Name != "GET /v1/patients/{id}" {
		t.Errorf("%s under %s", span.Name, span.Parent.SpanID())
	}
	want := fmt.Sprintf("00-4bf92f3577b34da6a3ce929d0e0e4736-%s-01", span.SpanContext.SpanID())
	if got := w.onlyCall().metadata.Get("traceparent"); len(got) != 1 || got[0] != want {
		t.Errorf("traceparent %q, want %q", got, want)
	}
	told := map[string]string{}
	for _, attribute := range span.Attributes {
		told[string(attribute.Key)] = attribute.Value.String()
	}
	if len(told) != 3 || told["http.request.method"] != "GET" || told["http.route"] != "/v1/patients/{id}" ||
		told["http.response.status_code"] != "400" {
		t.Errorf("%v", told)
	}
}

func TestACallerDoesNotDecideWhatIsRecorded(t *testing.T) {
	w, spans := newTracedWorld(t, sdktrace.NeverSample())
	w.send("GET", "/v1/patients/01A", "", "X-Api-Key", "enl_dev_x",
		"Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	got := w.onlyCall().metadata.Get("traceparent")
	if len(got) != 1 || !strings.HasPrefix(got[0], "00-4bf92f3577b34da6a3ce929d0e0e4736-") || !strings.HasSuffix(got[0], "-00") {
		t.Errorf("traceparent %q", got)
	}
	if n := len(spans.GetSpans()); n != 0 {
		t.Errorf("%d spans", n)
	}
}

func TestAnErrorAndItsLogLineNameTheTraceOfTheSpan(t *testing.T) {
	w, spans := newTracedWorld(t, sdktrace.AlwaysSample())
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
		return nil, status.Error(codes.Internal, "")
	}
	answer := w.send("GET", "/v1/patients/01A", "", "X-Api-Key", "enl_dev_x", "Traceparent", "garbage")
	span := onlySpan(t, spans)
	trace := span.SpanContext.TraceID().String()
	if answer.status != http.StatusInternalServerError || !strings.Contains(answer.body, trace) || !strings.Contains(w.log.String(), trace) {
		t.Errorf("%s is not in %s, or not in %s", trace, answer.body, w.log.String())
	}
	if span.Status.Code.String() != "Error" || span.Parent.IsValid() {
		t.Errorf("%+v under %v", span.Status, span.Parent)
	}
}

func TestASpanHoldsNeitherPathsNorInventedMethods(t *testing.T) {
	w, spans := newTracedWorld(t, sdktrace.AlwaysSample())
	w.send("CANARY", "/v1/canary/79555111?q=canary", "")
	span := onlySpan(t, spans)
	if text := fmt.Sprintf("%+v", span); strings.Contains(strings.ToLower(text), "canary") || strings.Contains(text, "79555111") {
		t.Error(text)
	}
}
