// Command gateway is Enlace's REST API in front of its gRPC services. Its configuration comes from
// the environment; see internal/config.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"enlace.dev/gateway/internal/config"
	"enlace.dev/gateway/internal/edge"
	"enlace.dev/gateway/internal/edge/ratelimit"
	"google.golang.org/grpc/grpclog"
)

const (
	// drainTime is how long running calls may take to end after SIGTERM.
	drainTime = 7 * time.Second
	// gcPercent trades memory, of which the gateway needs little, for time, until it needs more than
	// memoryLimit.
	gcPercent   = 400
	memoryLimit = 256 << 20
)

func main() {
	cfg, err := config.Load(os.LookupEnv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gateway:", err)
		os.Exit(2)
	}
	if err := run(cfg); err != nil {
		fmt.Fprintln(os.Stderr, "gateway:", err)
		os.Exit(1)
	}
}

func run(cfg config.Config) error {
	tuneMemory(os.LookupEnv)
	// gRPC's own log holds addresses and, on errors, pieces of messages.
	grpclog.SetLoggerV2(grpclog.NewLoggerV2(io.Discard, io.Discard, io.Discard))
	log := edge.NewLog(os.Stdout, cfg.LogLevel)

	backends, err := edge.Dial(cfg.Auth, cfg.Patient, cfg.Appointment, cfg.Audit, cfg.Mutual)
	if err != nil {
		return err
	}
	defer func() { _ = backends.Close() }()
	counter, closeCounter := counterOf(cfg, log)
	defer closeCounter()
	metrics := edge.NewMetrics()
	if shared, ok := counter.(*ratelimit.Shared); ok {
		metrics.CountFallbacks(shared.Fallbacks)
	}
	if cfg.TLSListen != "" {
		metrics.WatchCertificate("https", cfg.TLS.Until)
	}
	if cfg.Mutual != nil {
		metrics.WatchCertificate("services", cfg.Mutual.Until)
	}
	closeMetrics, err := serveMetrics(cfg.MetricsListen, metrics, log)
	if err != nil {
		return err
	}
	defer closeMetrics()
	tracer, closeTracing, err := traceTo(cfg, func(err error) { log.Warn("spans could not be sent", "cause", err.Error()) })
	if err != nil {
		return err
	}
	defer closeTracing()
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	handler, err := edge.New(backends, edge.Options{
		Log: log, PublicURL: cfg.PublicURL, Proxies: cfg.Proxies,
		Counter: counter, LimitFactor: cfg.LimitFactor, Calls: cfg.Calls, Metrics: metrics, Tracer: tracer, Stopping: stop,
	})
	if err != nil {
		return err
	}
	listeners, err := listen(cfg, log)
	if err != nil {
		return err
	}
	return serve(stop, listeners, newServer(handler, log, usual), log)
}

// counterOf is where the rate limits count, and what ends it.
func counterOf(cfg config.Config, log *slog.Logger) (ratelimit.Counter, func()) {
	if cfg.Redis == nil {
		return ratelimit.NewMemory(), func() {}
	}
	client := ratelimit.Open(cfg.Redis)
	return ratelimit.NewShared(client, log), func() { _ = client.Close() }
}

// tuneMemory sets what the environment leaves open.
func tuneMemory(lookup func(string) (string, bool)) {
	if value, _ := lookup("GOGC"); value == "" {
		debug.SetGCPercent(gcPercent)
	}
	if value, _ := lookup("GOMEMLIMIT"); value == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// serve runs until `stop` is done, then lets running calls end.
func serve(stop context.Context, listeners []net.Listener, server *http.Server, log *slog.Logger) error {
	failed := make(chan error, len(listeners))
	for _, listener := range listeners {
		go func() { failed <- server.Serve(listener) }()
	}
	select {
	case err := <-failed:
		return err
	case <-stop.Done():
	}
	log.Info("draining")
	drain, done := context.WithTimeout(context.Background(), drainTime)
	defer done()
	if err := server.Shutdown(drain); err != nil {
		log.Warn("calls were cut after the drain time")
		return server.Close()
	}
	log.Info("stopped")
	return nil
}

// spareFiles are kept for connections to the services, and for what is no connection.
const spareFiles = 256

// connections may be as many as wanted, or as there are files for.
func connections(wanted int, files uint64) int {
	if files == 0 || files > uint64(wanted)+spareFiles {
		return wanted
	}
	return max(int(files)-spareFiles, 1)
}

// raiseFileLimit lets the process open as many files as the machine allows it, and returns how
// many that is; 0 when it cannot be told. Each connection is a file.
func raiseFileLimit() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return limit.Cur
}
