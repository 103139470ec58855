package edge

import (
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"testing"
)

func TestAConnectionBeyondTheirNumberWaitsUntilAnotherIsClosed(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := Bounded(inner, 2, nil)
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
	listener := Bounded(inner, 1, nil)
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

// arrivals accepts one end of a pipe for each name in it.
type arrivals struct {
	net.Listener
	from  chan string
	conns []*arrived
}

type arrived struct {
	net.Conn
	from   string
	closed bool
}

func (a *arrived) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(a.from), 40_000))
}

func (a *arrived) Close() error {
	a.closed = true
	return a.Conn.Close()
}

func (a *arrivals) Accept() (net.Conn, error) {
	name, ok := <-a.from
	if !ok {
		return nil, net.ErrClosed
	}
	mine, _ := net.Pipe()
	a.conns = append(a.conns, &arrived{Conn: mine, from: name})
	return a.conns[len(a.conns)-1], nil
}

func TestAnAddressHasAQuarterOfTheConnectionsAndProxiesHaveAll(t *testing.T) {
	one, sameNetwork, other := "2001:db8:0:1::7", "2001:db8:0:1::8", "2001:db8:0:2::7"
	proxy, loopback := "10.0.0.7", "127.0.0.1"
	inner := &arrivals{from: make(chan string, 16)}
	listener := Bounded(inner, 12, Proxies{netip.MustParsePrefix("10.0.0.0/8")})
	accept := func(names ...string) (accepted []net.Conn) {
		t.Helper()
		for _, name := range names {
			inner.from <- name
		}
		for {
			conn, err := listener.Accept()
			if err != nil {
				t.Fatal(err)
			}
			accepted = append(accepted, conn)
			if len(inner.from) == 0 {
				return accepted
			}
		}
	}
	taken := accept(one, one, sameNetwork, one, sameNetwork, other)
	if len(taken) != 4 || !inner.conns[3].closed || !inner.conns[4].closed || inner.conns[5].closed {
		t.Fatalf("%d accepted, closed: %v, %v, %v", len(taken), inner.conns[3].closed, inner.conns[4].closed, inner.conns[5].closed)
	}
	if n := len(accept(proxy, proxy, proxy, proxy, loopback, loopback, loopback, loopback)); n != 8 {
		t.Fatalf("%d of a proxy's and this machine's accepted", n)
	}
	_, _ = taken[0].Close(), taken[3].Close()
	if n := len(accept(one, sameNetwork, other)); n != 2 {
		t.Errorf("%d accepted after one of each was closed", n)
	}
}
