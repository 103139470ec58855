package edge

import (
	"errors"
	"net"
	"sync/atomic"
	"testing"
)

func TestAConnectionBeyondTheirNumberWaitsUntilAnotherIsClosed(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := Bounded(inner, 2)
	defer func() { _ = listener.Close() }()
	for range 3 {
		conn, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
	}
	first, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := listener.Accept(); err != nil {
		t.Fatal(err)
	}
	var closed atomic.Bool
	early := make(chan bool)
	go func() {
		_, err := listener.Accept()
		early <- err != nil || !closed.Load()
	}()
	closed.Store(true)
	// Twice, as net/http may do: it is one place all the same.
	_, _ = first.Close(), first.Close()
	if <-early {
		t.Error("there is a third connection beside two")
	}
	if _, ok := first.(interface{ CloseWrite() error }); !ok {
		t.Error("half of a connection can't be closed")
	}
}

func TestAListenerThatIsFullCanBeClosed(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := Bounded(inner, 1)
	conn, err := net.Dial("tcp", inner.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := listener.Accept(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := listener.Accept()
		ended <- err
	}()
	_ = listener.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v", err)
	}
}
