package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"enlace.dev/gateway/internal/edge"
)

var quiet = slog.New(slog.DiscardHandler)

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func TestMetricsHaveAListenerOfTheirOwn(t *testing.T) {
	address := freeAddress(t)
	stop, err := serveMetrics(address, edge.NewMetrics(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/metrics": "enlace_http_in_flight 0", "/v1/patients": "404", "/healthz": "404"} {
		answer, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if !strings.Contains(answer.Status+string(text), want) {
			t.Errorf("%s: %s %s", path, answer.Status, text)
		}
	}
	stop()
	waitUntilRefused(t, address)
}

func TestATakenAddressOfMetricsIsNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, err = serveMetrics(listener.Addr().String(), edge.NewMetrics(), quiet)
	if err == nil || !strings.Contains(err.Error(), "ENLACE_METRICS_LISTEN") {
		t.Errorf("%v", err)
	}
}

func TestNobodyReadsMetricsWithoutAnAddress(t *testing.T) {
	stop, err := serveMetrics("", edge.NewMetrics(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	stop()
}
