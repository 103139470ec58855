package edge

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
)

// aYear is how long a browser that was here over HTTPS comes back over HTTPS alone.
const aYear = "max-age=31536000"

type encryptedKey struct{}

// ConnContext is for the server that accepts from a Listener: net/http does not see the TLS of a
// connection that is wrapped.
func ConnContext(ctx context.Context, conn net.Conn) context.Context {
	if c, ok := conn.(*connection); ok && c.isEncrypted() {
		return context.WithValue(ctx, encryptedKey{}, true)
	}
	return ctx
}

func isEncrypted(r *http.Request) bool {
	return r.TLS != nil || r.Context().Value(encryptedKey{}) != nil
}

func schemeOf(encrypted bool) string {
	if encrypted {
		return "https"
	}
	return "http"
}

func (c *connection) isEncrypted() bool {
	_, encrypted := c.Conn.(*tls.Conn)
	return encrypted
}
