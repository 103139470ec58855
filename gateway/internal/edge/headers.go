package edge

import (
	"net"
	"net/http"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
)

// maxUserAgent is how much of a User-Agent is passed on; longer ones are cut.
const maxUserAgent = 256

// forwarded names the headers that reach a service as gRPC metadata, apart from Authorization and
// x-forwarded-for, which grpc-gateway adds by itself. Everything else is dropped.
var forwarded = map[string]string{
	"X-Api-Key":           "x-api-key",
	"X-Request-Id":        "x-request-id",
	"Traceparent":         "traceparent",
	"Accept-Language":     "accept-language",
	"Idempotency-Key":     "idempotency-key",
	"If-Match":            "if-match",
	"X-Client-User-Agent": "x-client-user-agent",
	"X-Purpose-Of-Use":    "x-purpose-of-use",
	"X-Purpose-Reason":    "x-purpose-reason",
	// Never a caller's own: see mistakes.go.
	"X-Already-Refused": "x-already-refused",
}

// metadataName is grpc-gateway's incoming header matcher: an allow-list without fall-through.
func metadataName(header string) (string, bool) {
	name, ok := forwarded[header]
	return name, ok
}

// allowListed makes the request that grpc-gateway sees: its headers are written anew from what is
// allowed, so that no Grpc-Metadata-*, Grpc-Timeout, X-Forwarded-* or method override passes.
func allowListed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers, p := passOn(r)
		if p != nil {
			refuse(w, r, p)
			return
		}
		clean := r.WithContext(r.Context())
		clean.Header = headers
		// grpc-gateway would send the Host as metadata.
		clean.Host = ""
		// Becomes x-forwarded-for, by which the services know the caller.
		if x := exchangeOf(r.Context()); x.client != addressOf(r.RemoteAddr) {
			clean.RemoteAddr = net.JoinHostPort(x.client.String(), "0")
		}
		next.ServeHTTP(w, clean)
	})
}

func passOn(r *http.Request) (http.Header, *problem.Problem) {
	x := exchangeOf(r.Context())
	headers := http.Header{}
	for _, name := range []string{"X-Api-Key", "Authorization", "Idempotency-Key", "X-Purpose-Of-Use", "X-Purpose-Reason"} {
		values := r.Header.Values(name)
		if len(values) > 1 || (len(values) == 1 && !printable(values[0])) {
			return nil, problem.Of(reason.HeaderInvalid(name))
		}
		if len(values) == 1 {
			headers.Set(name, values[0])
		}
	}
	// Who sends one relies on it: an expression of a bot's that came out empty must not go unnoticed.
	if values := r.Header.Values("Idempotency-Key"); len(values) == 1 && values[0] == "" {
		return nil, problem.Invalid([]problem.Violation{{Field: "Idempotency-Key", Said: reason.IdempotencyKey()}})
	}
	headers.Set("X-Request-Id", x.requestID)
	headers.Set("Traceparent", x.traceparent)
	// As this process reads it: both halves of a refusal are to be in one language. Who asks for none
	// is answered in English, and sent mails in Spanish.
	if x.acceptLanguage != "" {
		headers.Set("Accept-Language", x.language().String())
	}
	// A list that came in several lines is one list (RFC 9110, 5.3).
	ifMatch := strings.Join(r.Header.Values("If-Match"), ", ")
	if !printable(ifMatch) {
		return nil, problem.Of(reason.HeaderInvalidPrintable("If-Match"))
	}
	setNonEmpty(headers, "If-Match", ifMatch)
	setNonEmpty(headers, "X-Client-User-Agent", cutToPrintable(r.UserAgent(), maxUserAgent))
	if headerBytes(headers) > maxForwarded {
		return nil, problem.Of(reason.HeadersTooLargeForwarded())
	}
	// What the guard of the body needs; not in `forwarded`, so it goes no further.
	for _, name := range []string{"Content-Type", "Content-Encoding", "Expect"} {
		setNonEmpty(headers, name, r.Header.Get(name))
	}
	return headers, nil
}

func setNonEmpty(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

func isPrintable(c rune) bool { return c >= 0x20 && c <= 0x7e }

func printable(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return !isPrintable(c) }) < 0
}

func cutToPrintable(s string, most int) string {
	s = strings.Map(func(c rune) rune {
		if isPrintable(c) {
			return c
		}
		return -1
	}, s)
	return s[:min(len(s), most)]
}
