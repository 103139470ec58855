package edge

import (
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// openEncrypted serves a handler over HTTPS as the gateway's main does; its client trusts it.
func openEncrypted(t *testing.T, handler http.Handler, log *lockedBuffer) (address string, client *http.Client) {
	t.Helper()
	// For its certificate.
	model := httptest.NewTLSServer(handler)
	t.Cleanup(model.Close)
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, ConnContext: ConnContext, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	encrypted := tls.NewListener(inner, &tls.Config{Certificates: model.TLS.Certificates})
	go func() { _ = server.Serve(Listener(encrypted, NewLog(log, slog.LevelInfo), "")) }()
	t.Cleanup(func() { _ = server.Close() })
	return inner.Addr().String(), model.Client()
}

func TestOverHTTPSAnswersSayThatTheyAlwaysAre(t *testing.T) {
	w := newWorld(t)
	address, client := openEncrypted(t, w.handler, w.log)
	answer, err := client.Get("https://" + address + "/nowhere")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); got != aYear {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	if !strings.Contains(string(body), `"https://`+address+`/errors/`) {
		t.Errorf("links lead elsewhere: %s", body)
	}
	if got := w.send("GET", "/nowhere", "").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("over HTTP Strict-Transport-Security is %q", got)
	}
}

func TestWhatTheServerCannotReadIsRefusedOverHTTPSToo(t *testing.T) {
	address, _ := openEncrypted(t, http.NotFoundHandler(), &lockedBuffer{})
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "GET /v1/patients/%zz HTTP/1.1\r\nHost: x\r\n\r\n")
	text, _ := io.ReadAll(conn)
	for _, part := range []string{"HTTP/1.1 400", "Strict-Transport-Security", "HTTP_MALFORMED", "https://" + address} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}
