package edge

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Services know only the language itself: both halves of a refusal are to be in one.
func TestTheLanguageIsPassedOnAsTheEdgeReadsIt(t *testing.T) {
	for sent, want := range map[string]string{"es_CO": "es", "es-419,en;q=0.5": "es", "qu": "es", "fr": "en"} {
		w := newWorld(t)
		w.send("GET", "/v1/patients", "", "Accept-Language", sent)
		if got := w.onlyCall().metadata.Get("accept-language"); len(got) != 1 || got[0] != want {
			t.Errorf("%q is passed on as %v", sent, got)
		}
	}
	w := newWorld(t)
	w.send("GET", "/v1/patients", "", "Accept-Language", "")
	if got := w.onlyCall().metadata.Get("accept-language"); len(got) != 0 {
		t.Errorf("who asks for no language is said to ask for %v", got)
	}
}

func TestAnEmptyIdempotencyKeyIsRefused(t *testing.T) {
	w := newWorld(t)
	empty, err := http.NewRequest("POST", w.web.URL+"/v1/patients", strings.NewReader(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	empty.Header = http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {""}}
	for _, p := range []problemJSON{
		w.do(empty).problem(t, 400),
		w.send("POST", "/v1/patients", `{"idempotencyKey":""}`).problem(t, 400),
		w.send("DELETE", "/v1/patients/01ARZ3NDEKTSV4RRFFQ69G5FAV?idempotencyKey=", "").problem(t, 400),
	} {
		if len(p.Violations) != 1 || p.Violations[0].Reason != "IDEMPOTENCY_KEY" {
			t.Errorf("it is refused with %+v", p)
		}
	}
	if calls := w.acceptable(); len(calls) != 0 {
		t.Errorf("%d calls passed", len(calls))
	}
}

func TestOnlyAllowListedHeadersReachAService(t *testing.T) {
	w := newWorld(t)
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	w.send("GET", "/v1/patients/01A", "",
		"X-Api-Key", "enl_dev_x", "Authorization", "Bearer t", "X-Request-Id", "bot-0001.a",
		"Traceparent", trace, "Accept-Language", "es", "If-Match", `"6"`, "If-Match", `"7"`,
		"Idempotency-Key", "cita 7", "X-Purpose-Of-Use", "ETREAT", "X-Purpose-Reason", "Sin acompa%C3%B1ante", "User-Agent", "n8n/2.41 ñ",
		"Grpc-Metadata-X-Api-Key", "stolen", "Grpc-Metadata-X-Tenant", "other", "X-Trace-Bin", "AAAA",
		"Grpc-Metadata-Y-Bin", "AAAA", "X-Tenant-Id", "other", "X-Inner-Call", "true", "X-Forwarded-For", "203.0.113.9",
		"X-Forwarded-Host", "evil.example.com", "Grpc-Timeout", "1n", "Cookie", "a=b", "Te", "trailers")

	got := w.onlyCall().metadata
	want := map[string]string{
		"x-api-key": "enl_dev_x", "authorization": "Bearer t", "x-request-id": "bot-0001.a",
		"traceparent": trace, "accept-language": "es", "x-client-user-agent": "n8n/2.41 ",
		"x-forwarded-for": "127.0.0.1", "if-match": `"6", "7"`,
		"idempotency-key": "cita 7", "x-purpose-of-use": "ETREAT", "x-purpose-reason": "Sin acompa%C3%B1ante",
	}
	for name, value := range want {
		if v := got.Get(name); len(v) != 1 || v[0] != value {
			t.Errorf("%s = %q, want %q", name, v, value)
		}
	}
	// What gRPC itself adds.
	own := []string{":authority", "content-type", "user-agent", "grpc-accept-encoding"}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if want[name] == "" && !slices.Contains(own, name) {
			t.Errorf("%s reached the service: %q", name, got.Get(name))
		}
	}
	if strings.Contains(strings.Join(got.Get("user-agent"), " "), "n8n") {
		t.Error("the caller's user agent replaced gRPC's own")
	}
}

func TestACallHasFiveSeconds(t *testing.T) {
	w := newWorld(t)
	began := time.Now()
	w.send("GET", "/v1/patients/01A", "", "Grpc-Timeout", "90S")
	// However long it was on its way; gRPC rounds what is left up.
	took := time.Since(began)
	if left := w.onlyCall().timeout; left > 5*time.Second+time.Millisecond || left < 5*time.Second-took {
		t.Errorf("the service was given %v of a call that took %v", left, took)
	}
}

func TestEveryAnswerHasARequestID(t *testing.T) {
	w := newWorld(t)
	ulid := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)
	for _, sent := range []string{"", "short", "has space in it", strings.Repeat("a", 65), "emoji-😀-id"} {
		if got := w.send("GET", "/v1/patients/01A", "", "X-Request-Id", sent).header.Get("X-Request-Id"); !ulid.MatchString(got) {
			t.Errorf("%q became %q, want a fresh ULID", sent, got)
		}
	}
	for _, path := range []string{"/v1/patients/01A", "/nowhere", "/healthz", "/docs"} {
		if got := w.send("GET", path, "", "X-Request-Id", "abcdefgh").header.Get("X-Request-Id"); got != "abcdefgh" {
			t.Errorf("%s answered with %q", path, got)
		}
	}
}

func TestAnInvalidTraceIsReplaced(t *testing.T) {
	w := newWorld(t)
	for _, sent := range []string{"", "garbage", "00-" + noTrace + "-00f067aa0ba902b7-01",
		"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"} {
		w.send("GET", "/v1/patients/01A", "", "Traceparent", sent)
	}
	for _, c := range w.taken() {
		if v := c.metadata.Get("traceparent"); len(v) != 1 || !validTraceparent(v[0]) || strings.HasPrefix(v[0], "ff") {
			t.Errorf("traceparent %q", v)
		}
	}
}

func TestSecurityHeadersAreOnEveryAnswer(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/v1/patients/01A", "/nowhere", "/readyz"} {
		h := w.send("GET", path, "").header
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "DENY" ||
			h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" ||
			!strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
}
