package edge

import (
	"net/http"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
)

// Limits of what a request may bring, in bytes.
const (
	maxBody      = 1 << 20
	usualBody    = 16 << 10
	maxDiscarded = 8 << 20
	maxBodies    = 64 << 20
	maxQuery     = 8 << 10
	maxPath      = 2 << 10
	maxHeaders   = 8 << 10
	maxForwarded = 4 << 10
	// MaxHeaderBytes is where net/http stops reading; it is higher than maxHeaders so that what is only
	// a little too large is answered by a handler, in the caller's language.
	MaxHeaderBytes = 64 << 10
)

// limited refuses requests whose path, query or headers are too large.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(r.URL.RawQuery) > maxQuery:
			refuse(w, r, problem.Of(reason.QueryTooLong()))
		case len(r.URL.EscapedPath()) > maxPath:
			refuse(w, r, problem.Of(reason.PathTooLong()))
		case headerBytes(r.Header) > maxHeaders:
			refuse(w, r, problem.Of(reason.HeadersTooLarge()))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// headerBytes counts names, values and the four bytes of separators, as they are sent.
func headerBytes(h http.Header) int {
	sum := 0
	for name, values := range h {
		for _, v := range values {
			sum += len(name) + len(v) + 4
		}
	}
	return sum
}
