package edge

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// scraped is what Prometheus would read.
func scraped(t *testing.T, m *Metrics) string {
	t.Helper()
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.Code != 200 {
		t.Fatalf("%d %v", answer.Code, err)
	}
	return string(text)
}

func mustTell(t *testing.T, m *Metrics, lines ...string) {
	t.Helper()
	text := scraped(t, m)
	for _, line := range lines {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

func TestTheEndOfEachCertificateIsTold(t *testing.T) {
	m := NewMetrics()
	end, wrong := time.Unix(1_800_000_000, 0), error(nil)
	m.WatchCertificate("https", func() (time.Time, error) { return end, wrong })
	m.WatchCertificate("services", func() (time.Time, error) { return time.Unix(1_900_000_000, 0), nil })
	const name = "enlace_certificate_expiry_timestamp_seconds"
	mustTell(t, m, name+`{certificate="https"} 1.8e+09`, name+`{certificate="services"} 1.9e+09`)
	end = time.Unix(1_850_000_000, 0)
	mustTell(t, m, name+`{certificate="https"} 1.85e+09`)
	wrong = errors.New("no certificate")
	mustTell(t, m, name+`{certificate="https"} 0`)
}

func TestRequestsAreCountedByTheirRouteMethodAndStatus(t *testing.T) {
	m := NewMetrics()
	w := newWorldWith(t, Options{Metrics: m})
	w.send("GET", "/v1/patients/01A", "")
	w.send("GET", "/v1/patients/01B", "")
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
		return nil, status.Error(codes.NotFound, "no")
	}
	w.send("GET", "/v1/patients/01C", "")
	w.send("GET", "/healthz", "")
	w.send("GET", "/v1/somebody-sofia@example.com", "")
	w.send("CANARY", "/v1/patients", "")

	const count = "enlace_http_request_duration_seconds_count"
	mustTell(t, m,
		count+`{method="GET",route="/v1/patients/{id}",status="200"} 2`,
		count+`{method="GET",route="/v1/patients/{id}",status="404"} 1`,
		count+`{method="GET",route="/healthz",status="200"} 1`,
		count+`{method="GET",route="unmatched",status="404"} 1`,
		"enlace_http_in_flight 0")
	for _, sent := range []string{"01A", "sofia", "CANARY"} {
		if strings.Contains(scraped(t, m), sent) {
			t.Errorf("a label holds %s", sent)
		}
	}
}

func TestARequestUnderWayIsSeen(t *testing.T) {
	m := NewMetrics()
	w := newWorldWith(t, Options{Metrics: m})
	w.respond = func(_ context.Context, _ string, request proto.Message) (proto.Message, error) {
		mustTell(t, m, "enlace_http_in_flight 1")
		return nil, status.Error(codes.NotFound, "no")
	}
	w.send("GET", "/v1/patients/01A", "")
	mustTell(t, m, "enlace_http_in_flight 0")
}

func TestAStreamIsCountedByItsEndAndNotAmongTheDurations(t *testing.T) {
	m := NewMetrics()
	w := newWorldWith(t, Options{Metrics: m})
	w.stream = func(grpc.ServerStream, proto.Message) error { return nil }
	w.send("GET", "/v1/audit/export", "")
	mustTell(t, m, `enlace_http_streams_total{method="GET",route="/v1/audit/export",status="200"} 1`)
	if strings.Contains(scraped(t, m), `duration_seconds_count{method="GET",route="/v1/audit/export"`) {
		t.Error("a stream is among the durations")
	}
}

func TestRequestsBeyondALimitAreCountedByIt(t *testing.T) {
	m := NewMetrics()
	w := newWorldWith(t, Options{Metrics: m})
	w.principal = func(string) (*authv1.Principal, error) {
		p, err := smallPlan("")
		p.RequestLimits.Key.Burst = 1
		return p, err
	}
	for range 3 {
		w.send("GET", anyPatient, "", "X-Api-Key", "busy")
	}
	mustTell(t, m, `enlace_http_rate_limited_total{limit="key"} 2`,
		`enlace_http_rate_limited_total{limit="tenant"} 0`, `enlace_http_rate_limited_total{limit="address"} 0`)
}

func TestTheGatewayTellsOfItsProcess(t *testing.T) {
	text := scraped(t, NewMetrics())
	for _, name := range []string{"go_goroutines", "process_resident_memory_bytes", "process_open_fds"} {
		if !strings.Contains(text, "\n"+name+" ") {
			t.Errorf("no %s", name)
		}
	}
}

func TestMetricsAreNoPartOfTheAPI(t *testing.T) {
	w := newWorldWith(t, Options{Metrics: NewMetrics()})
	if got := w.send("GET", "/metrics", ""); got.status != 404 {
		t.Errorf("%d %s", got.status, got.body)
	}
}
