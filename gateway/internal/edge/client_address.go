package edge

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks whose X-Forwarded-For is believed.
type Proxies []netip.Prefix

// clientOf is the address of who called: the peer, or whom the nearest trusted proxies name. What
// stands left of the first stranger in X-Forwarded-For was written by that stranger.
func (p Proxies) clientOf(r *http.Request) netip.Addr {
	client := addressOf(r.RemoteAddr)
	if !p.trust(client) {
		return client
	}
	names := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, name := range slices.Backward(names) {
		next := addressOf(strings.TrimSpace(name))
		if !next.IsValid() {
			break
		}
		if client = next; !p.trust(client) {
			break
		}
	}
	return client
}

func (p Proxies) trust(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(a) })
}

// addressOf reads an address with or without a port; the zero address when it is none.
func addressOf(text string) netip.Addr {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone("")
	}
	alone, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return alone.Unmap().WithZone("")
}
