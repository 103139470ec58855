package edge

import (
	"bufio"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
)

// openListener serves a handler as the gateway's main does, and returns its address.
func openListener(t *testing.T, handler http.Handler, log *lockedBuffer) string {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, MaxHeaderBytes: MaxHeaderBytes, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	go func() { _ = server.Serve(Listener(inner, NewLog(log, slog.LevelInfo), "")) }()
	t.Cleanup(func() { _ = server.Close() })
	return inner.Addr().String()
}

func sendRaw(t *testing.T, address, text string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	// What is too large is not read to its end.
	_, _ = io.WriteString(conn, text)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestWhatTheServerCannotReadIsRefusedInTheShapeOfAll(t *testing.T) {
	log := &lockedBuffer{}
	address := openListener(t, http.NotFoundHandler(), log)
	const host = "Host: x\r\n"
	for name, c := range map[string]struct {
		request, reason string
		status          int
	}{
		"a bad escape in the path":      {"GET /v1/patients/%zz HTTP/1.1\r\n" + host + "\r\n", "HTTP_MALFORMED", 400},
		"a blank in the path":           {"GET /v1/patients/a b HTTP/1.1\r\n" + host + "\r\n", "HTTP_MALFORMED", 400},
		"no HTTP at all":                {"hola\r\n\r\n", "HTTP_MALFORMED", 400},
		"a header without a colon":      {"GET / HTTP/1.1\r\n" + host + "nothing\r\n\r\n", "HTTP_MALFORMED", 400},
		"no host":                       {"GET / HTTP/1.1\r\n\r\n", "HTTP_MALFORMED", 400},
		"two hosts":                     {"GET / HTTP/1.1\r\n" + host + host + "\r\n", "HTTP_MALFORMED", 400},
		"a length that is no number":    {"POST / HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n", "HTTP_MALFORMED", 400},
		"an unknown transfer encoding":  {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: zip\r\n\r\n", "HTTP_MALFORMED", 400},
		"an expectation nobody fulfils": {"POST / HTTP/1.1\r\n" + host + "Expect: wonders\r\n\r\n", "HTTP_MALFORMED", 400},
		"another version of HTTP":       {"GET / HTTP/3.7\r\n" + host + "\r\n", "HTTP_MALFORMED", 400},
		"headers without end": {"GET / HTTP/1.1\r\n" + host + "X-Long: " + strings.Repeat("a", 2*MaxHeaderBytes) + "\r\n\r\n",
			"HEADERS_TOO_LARGE", 431},
	} {
		t.Run(name, func(t *testing.T) {
			answer, text := sendRaw(t, address, c.request)
			var body map[string]any
			if err := json.Unmarshal([]byte(text), &body); err != nil {
				t.Fatalf("%v: %s", err, text)
			}
			if answer.StatusCode != c.status || body["reason"] != c.reason || body["status"] != float64(c.status) ||
				body["detail"] == "" || body["requestId"] != answer.Header.Get("X-Request-Id") {
				t.Errorf("%d %s", answer.StatusCode, text)
			}
			if answer.Header.Get("Content-Type") != problem.ContentType || answer.Header.Get("X-Content-Type-Options") != "nosniff" || !answer.Close {
				t.Errorf("headers %v", answer.Header)
			}
			if !strings.Contains(log.String(), body["requestId"].(string)) {
				t.Errorf("the log has no %v:\n%s", body["requestId"], log.String())
			}
		})
	}
}

func TestAnswersOfHandlersPassTheListenerUnchanged(t *testing.T) {
	address := openListener(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.URL.Path == "/empty" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		http.Error(w, "400 a handler's own", http.StatusBadRequest)
	}), &lockedBuffer{})
	if answer, text := sendRaw(t, address, "GET /text HTTP/1.1\r\nHost: x\r\n\r\n"); answer.StatusCode != 400 || text != "400 a handler's own\n" {
		t.Errorf("%d %q", answer.StatusCode, text)
	}
	if answer, text := sendRaw(t, address, "GET /empty HTTP/1.1\r\nHost: x\r\n\r\n"); answer.StatusCode != 404 || text != "" {
		t.Errorf("%d %q", answer.StatusCode, text)
	}
}
