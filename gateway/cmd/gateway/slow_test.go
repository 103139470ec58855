package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"enlace.dev/gateway/internal/edge"
)

// farBeyond is more than any cut takes that these tests wait for.
const farBeyond = 20 * time.Second

// hasty has a fraction of the usual patience with senders.
var hasty = timeouts{headers: 300 * time.Millisecond, request: 600 * time.Millisecond, answer: farBeyond, idle: 300 * time.Millisecond}

// open starts a whole gateway without services behind it, and returns its address.
func open(t *testing.T, limits timeouts) string {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	nowhere := "unix:" + t.TempDir() + "/nobody"
	backends, err := edge.Dial(nowhere, nowhere, nowhere, nowhere, nil)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := edge.New(backends, edge.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- serve(stop, []net.Listener{edge.Listener(edge.Bounded(listener, 64, nil), log, "")}, newServer(handler, log, limits), log)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		_ = backends.Close()
	})
	return listener.Addr().String()
}

// drip connects, sends `first`, and then a byte each few milliseconds for as long as it may. It returns
// what it was answered until the gateway closed the connection; an error when that kept it open.
func drip(address, first string) (string, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, first); err != nil {
		return "", err
	}
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				if _, err := io.WriteString(conn, "a"); err != nil {
					return
				}
			}
		}
	}()
	_ = conn.SetReadDeadline(time.Now().Add(farBeyond))
	answer, err := io.ReadAll(conn)
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return string(answer), err
	}
	// A reset says as well that the connection is gone.
	return string(answer), nil
}

func TestWhoSendsByteByByteIsCutWhileOthersAreAnswered(t *testing.T) {
	address := open(t, hasty)
	const slow = 8
	type end struct {
		name, answer string
		err          error
	}
	ends := make(chan end)
	for range slow {
		go func() {
			answer, err := drip(address, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
			ends <- end{"headers", answer, err}
		}()
		go func() {
			answer, err := drip(address, "POST /v1/patients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
			ends <- end{"body", answer, err}
		}()
	}
	for cut := 0; cut < 2*slow; {
		select {
		case e := <-ends:
			cut++
			if e.err != nil {
				t.Errorf("slow %s: %v", e.name, e.err)
			}
			if e.name == "body" && !strings.HasPrefix(e.answer, "HTTP/1.1 408 ") {
				t.Errorf("a slow body was answered %q", e.answer)
			}
		default:
			answer, err := http.Get("http://" + address + "/healthz")
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("others are answered %d", answer.StatusCode)
			}
		}
	}
}

func TestWhoSaysNothingIsCut(t *testing.T) {
	address := open(t, hasty)
	for _, first := range []string{"", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, first); err != nil {
			t.Fatal(err)
		}
		_ = conn.SetReadDeadline(time.Now().Add(farBeyond))
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Errorf("after %q: %v", first, err)
		}
		_ = conn.Close()
	}
}

func TestHeadersThatAreTooLargeAreRefusedAsSuch(t *testing.T) {
	address := open(t, usual)
	for _, size := range []int{edge.MaxHeaderBytes / 2, 4 * edge.MaxHeaderBytes} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		// The gateway may close before it has all of them.
		_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: "+strings.Repeat("x", size)+"\r\n\r\n")
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		_ = answer.Body.Close()
		_ = conn.Close()
		if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge || answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%d bytes: %d %s", size, answer.StatusCode, answer.Header.Get("Content-Type"))
		}
	}
}
