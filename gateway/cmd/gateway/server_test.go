package main

import (
	"log/slog"
	"net/http"
	"testing"
	"time"
)

// The figures of docs/operations.md.
func TestHowLongAClientMayTake(t *testing.T) {
	server := newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler), usual)
	for name, c := range map[string]struct{ is, want time.Duration }{
		"headers":              {server.ReadHeaderTimeout, 5 * time.Second},
		"a request":            {server.ReadTimeout, 15 * time.Second},
		"an answer":            {server.WriteTimeout, 35 * time.Second},
		"between two requests": {server.IdleTimeout, 60 * time.Second},
	} {
		if c.is != c.want {
			t.Errorf("%s: %v instead of %v", name, c.is, c.want)
		}
	}
}
