package edge

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestSizesAreBoundedToTheByte(t *testing.T) {
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	// Of a header its name, its value and four bytes of separators count.
	header := func(name string, bytes int) string { return strings.Repeat("a", bytes-len(name)-4) }
	forwarded := len("X-Request-Id") + 8 + 4 + len("Traceparent") + len(trace) + 4
	for _, c := range []struct {
		name   string
		most   int
		call   func(w *world, bytes int) reply
		status int
		reason string
	}{
		{"a body of 1 MiB", 1 << 20, func(w *world, bytes int) reply {
			body := `{"firstName":"Ana"}`
			return w.send("POST", "/v1/patients", body+strings.Repeat(" ", bytes-len(body)))
		}, 413, "BODY_TOO_LARGE"},
		{"a query of 8 KiB", 8 << 10, func(w *world, bytes int) reply {
			return w.send("GET", "/v1/patients?name="+strings.Repeat("a", bytes-len("name=")), "")
		}, 414, "QUERY_TOO_LONG"},
		{"headers of 8 KiB", 8 << 10, func(w *world, bytes int) reply {
			r := httptest.NewRequest("GET", "/v1/patients", nil)
			r.Header.Set("X-Large", header("X-Large", bytes))
			return w.direct(r)
		}, 431, "HEADERS_TOO_LARGE"},
		{"4 KiB to be passed on", 4 << 10, func(w *world, bytes int) reply {
			r := httptest.NewRequest("GET", "/v1/patients", nil)
			r.Header.Set("X-Request-Id", "abcdefgh")
			r.Header.Set("Traceparent", trace)
			r.Header.Set("Authorization", header("Authorization", bytes-forwarded))
			return w.direct(r)
		}, 431, "HEADERS_TOO_LARGE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			if got := c.call(w, c.most); got.status >= 300 {
				t.Errorf("%d bytes are answered by %d: %s", c.most, got.status, got.body)
			}
			if len(w.acceptable()) != 1 {
				t.Errorf("%d calls of %d bytes reached a service", len(w.acceptable()), c.most)
			}
			if p := c.call(w, c.most+1).problem(t, c.status); p.Reason != c.reason {
				t.Errorf("%d bytes are refused with %s", c.most+1, p.Reason)
			}
			if len(w.acceptable()) != 1 {
				t.Error("what was refused reached a service")
			}
		})
	}
}
