package edge

import (
	"encoding/json"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// FuzzHeaders holds that no header makes the gateway answer with a 5xx, and that what goes on to a
// service, back to the caller and into the log is printable and of the promised size.
func FuzzHeaders(f *testing.F) {
	f.Add("X-Api-Key", "enl_dev_01ARZ3NDEKTSV4RRFFQ69G5FAV_x", "api.example.com")
	f.Add("If-Match", `"1", W/"2", *`, "[::1]:8080")
	f.Add("Idempotency-Key", "a\r\nSet-Cookie: a=b", "a/../b")
	f.Add("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x:99999")
	f.Add("X-Purpose-Reason", "%e2%80%ae%00", "")
	f.Add("Grpc-Metadata-X-Already-Refused", "true", "localhost")
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, name, value, host string) {
		w.mu.Lock()
		w.calls = nil
		w.mu.Unlock()
		w.log.mu.Lock()
		w.log.buf.Reset()
		w.log.mu.Unlock()
		r := httptest.NewRequest("GET", "/v1/patients?pageSize=1", nil)
		r.Host = host
		r.Header.Set("X-Purpose-Of-Use", "TREAT")
		r.Header.Set(name, value)
		mustNotFail(t, w.direct(r))
		for _, c := range w.taken() {
			for key, values := range c.metadata {
				// What ends in -bin is bytes to gRPC.
				if strings.HasSuffix(key, "-bin") || len(values) != 1 || len(values[0]) > maxForwarded || !printable(values[0]) {
					t.Errorf("%s reached a service as %q", key, values)
				}
			}
			if len(c.metadata.Get("x-already-refused")) > 0 {
				t.Error("a caller said that its own call is refused already")
			}
		}
		for line := range strings.Lines(w.log.String()) {
			if !json.Valid([]byte(line)) {
				t.Errorf("the log has the line %q", line)
			}
		}
	})
}

// FuzzClientAddress holds that a stranger's X-Forwarded-For names nobody, and a proxy's an address.
func FuzzClientAddress(f *testing.F) {
	f.Add("10.0.0.1:1", "203.0.113.9, 10.0.0.2")
	f.Add("192.0.2.1:1", "10.0.0.2")
	f.Add("10.0.0.1:1", "[2001:db8::1%eth0]:443,,::ffff:10.0.0.3")
	f.Add("@", "unknown, _hidden")
	trusted := Proxies{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-For", forwarded)
		client := trusted.clientOf(r)
		if !trusted.trust(addressOf(peer)) && client != addressOf(peer) {
			t.Errorf("%s was believed that %q is %s", peer, forwarded, client)
		}
		if client.IsValid() && addressOf(client.String()) != client {
			t.Errorf("%s is read as another address", client)
		}
	})
}
