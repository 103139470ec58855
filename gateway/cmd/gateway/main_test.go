package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"testing"
	"time"
)

func TestTheEnvironmentDecidesAboutMemory(t *testing.T) {
	// The settings of the test's own process, put back at its end.
	gc, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer func() {
		debug.SetGCPercent(gc)
		debug.SetMemoryLimit(limit)
	}()
	given := func(string) (string, bool) { return "50", true }
	tuneMemory(given)
	if debug.SetGCPercent(100) != 100 || debug.SetMemoryLimit(-1) != limit {
		t.Error("what the environment says was overruled")
	}
	tuneMemory(func(string) (string, bool) { return "", false })
	if got := debug.SetGCPercent(100); got != gcPercent {
		t.Errorf("GC at %d", got)
	}
	if got := debug.SetMemoryLimit(-1); got != memoryLimit {
		t.Errorf("a limit of %d", got)
	}
}

func TestRunningCallsEndBeforeTheGatewayDoes(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		<-finish
		_, _ = io.WriteString(w, "done")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- serve(stop, []net.Listener{listener}, newServer(handler, slog.New(slog.DiscardHandler), usual), slog.New(slog.DiscardHandler))
	}()

	answer := make(chan error, 1)
	go func() {
		got, err := http.Get("http://" + address + "/")
		if err == nil {
			defer func() { _ = got.Body.Close() }()
			var body []byte
			body, err = io.ReadAll(got.Body)
			if string(body) != "done" {
				err = errors.Join(err, errors.New("the answer was cut"))
			}
		}
		answer <- err
	}()
	<-began
	cancel()
	waitUntilRefused(t, address)
	close(finish)
	if err := <-answer; err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// waitUntilRefused returns once nobody listens any more.
func waitUntilRefused(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	t.Fatal("the gateway still listens")
}

func TestThereAreNoMoreConnectionsThanFiles(t *testing.T) {
	for files, want := range map[uint64]int{0: 1000, 5000: 1000, 1100: 844, 100: 1} {
		if got := connections(1000, files); got != want {
			t.Errorf("%d connections with %d files, want %d", got, files, want)
		}
	}
}

func TestTheFileLimitIsTheMachines(t *testing.T) {
	if raiseFileLimit() == 0 {
		t.Error("the file limit could not be raised")
	}
}
