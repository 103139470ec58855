package stack

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"

	collectorv1 "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Collector takes spans over OTLP/HTTP and keeps them. Safe for many goroutines.
type Collector struct {
	// URL is what OTEL_EXPORTER_OTLP_ENDPOINT takes.
	URL string

	server *httptest.Server
	mutex  sync.Mutex
	spans  []TracedSpan
}

// TracedSpan is a span, and the process that it comes from.
type TracedSpan struct {
	*tracev1.Span
	Service string
}

// NewCollector starts one.
func NewCollector() *Collector {
	c := &Collector{}
	c.server = httptest.NewServer(http.HandlerFunc(c.take))
	c.URL = c.server.URL
	return c
}

// Close ends it.
func (c *Collector) Close() { c.server.Close() }

// Spans are those that came so far.
func (c *Collector) Spans() []TracedSpan {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.Clone(c.spans)
}

func (c *Collector) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var sent collectorv1.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &sent) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, of := range sent.ResourceSpans {
		service := ""
		for _, attribute := range of.Resource.Attributes {
			if attribute.Key == "service.name" {
				service = attribute.Value.GetStringValue()
			}
		}
		for _, scope := range of.ScopeSpans {
			for _, span := range scope.Spans {
				c.spans = append(c.spans, TracedSpan{Span: span, Service: service})
			}
		}
	}
	answer, _ := proto.Marshal(&collectorv1.ExportTraceServiceResponse{})
	w.Header().Set("Content-Type", "application/x-protobuf")
	_, _ = w.Write(answer)
}
