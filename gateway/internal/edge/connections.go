package edge

import (
	"net"
	"net/netip"
	"sync"

	"enlace.dev/gateway/internal/edge/ratelimit"
)

// addressShares of all connections are one address's at most: whoever opens too many shuts out itself.
const addressShares = 4

// Bounded accepts no more than `most` connections at once; further ones wait in the kernel until one
// is closed. A quarter of them may be one address's, whose further ones are closed at once; not so
// those of this machine and of the proxies, who speak for many. (netutil.LimitListener would hide
// CloseWrite, by which a refusal arrives although the rest of its request was not read.)
func Bounded(inner net.Listener, most int, proxies Proxies) net.Listener {
	return &bounded{
		Listener: inner, places: make(chan struct{}, most), closed: make(chan struct{}),
		proxies: proxies, share: max(most/addressShares, 1), of: map[ratelimit.Bucket]int{},
	}
}

type bounded struct {
	net.Listener
	places  chan struct{}
	closed  chan struct{}
	close   sync.Once
	proxies Proxies
	share   int

	mu sync.Mutex
	// of counts the connections of addresses that have any.
	of map[ratelimit.Bucket]int
}

// Accept implements net.Listener.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		select {
		case b.places <- struct{}{}:
		case <-b.closed:
			return nil, net.ErrClosed
		}
		conn, err := b.Listener.Accept()
		if err != nil {
			<-b.places
			return nil, err
		}
		if leave := b.enter(addressOf(conn.RemoteAddr().String())); leave != nil {
			return &counted{Conn: conn, leave: sync.OnceFunc(leave)}, nil
		}
		_ = conn.Close()
		<-b.places
	}
}

// enter counts a connection in and returns what counts it out; nil beyond the address's share.
func (b *bounded) enter(from netip.Addr) func() {
	if from.IsLoopback() || b.proxies.trust(from) {
		return func() { <-b.places }
	}
	who := ratelimit.Address(from)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.of[who] >= b.share {
		return nil
	}
	b.of[who]++
	return func() {
		<-b.places
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.of[who]--; b.of[who] == 0 {
			delete(b.of, who)
		}
	}
}

// Close implements net.Listener.
func (b *bounded) Close() error {
	b.close.Do(func() { close(b.closed) })
	return b.Listener.Close()
}

type counted struct {
	net.Conn
	leave func()
}

// Close implements net.Conn.
func (c *counted) Close() error {
	defer c.leave()
	return c.Conn.Close()
}

// CloseWrite implements what net/http looks for.
func (c *counted) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
