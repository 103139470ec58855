package main

import (
	"log/slog"
	"net/http"
	"time"

	"enlace.dev/gateway/internal/edge"
)

// timeouts are how long a client may take: whoever sends or takes a byte now and then is cut.
type timeouts struct {
	// headers are those of one request, request is all of it.
	headers, request time.Duration
	// answer counts from the end of the headers, so that it includes the request and the call. Streams
	// set their own, for each line.
	answer time.Duration
	// idle is between two requests.
	idle time.Duration
}

// usual lets a body of 1 MiB come over a slow line, and outlasts the longest call by some.
var usual = timeouts{
	headers: 5 * time.Second, request: 15 * time.Second, answer: 35 * time.Second, idle: 60 * time.Second,
}

// maxStreams are the calls of one HTTP/2 connection, which only TLS brings: RFC 9113 asks for 100 at least.
const maxStreams = 100

func newServer(handler http.Handler, log *slog.Logger, t timeouts) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: t.headers,
		ReadTimeout:       t.request,
		WriteTimeout:      t.answer,
		IdleTimeout:       t.idle,
		MaxHeaderBytes:    edge.MaxHeaderBytes,
		ConnContext:       edge.ConnContext,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams, SendPingTimeout: t.request, PingTimeout: t.request},
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
