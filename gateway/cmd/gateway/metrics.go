package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"enlace.dev/gateway/internal/edge"
)

// scrapers are the connections that may be open at once.
const scrapers = 64

// serveMetrics answers Prometheus on a listener of its own, which no caller reaches, until the returned
// function is called; on none when the address is empty.
func serveMetrics(address string, metrics *edge.Metrics, log *slog.Logger) (func(), error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s (ENLACE_METRICS_LISTEN): %w", address, err)
	}
	server := &http.Server{
		Handler:      metrics.Handler(),
		ReadTimeout:  5 * time.Second,
		WriteTimeout: 30 * time.Second,
		IdleTimeout:  time.Minute,
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	go func() { _ = server.Serve(edge.Bounded(listener, scrapers, nil)) }()
	log.Info("metrics are served", "address", listener.Addr().String())
	return func() { _ = server.Close() }, nil
}
