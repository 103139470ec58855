package edge

import (
	"net/http"

	"enlace.dev/gateway/internal/edge/problem"
	"google.golang.org/grpc/codes"
)

// Limits of what a request may bring, in bytes.
const (
	maxBody      = 1 << 20
	usualBody    = 16 << 10
	maxDiscarded = 8 << 20
	maxQuery     = 8 << 10
	maxPath      = 2 << 10
	maxHeaders   = 8 << 10
	maxForwarded = 4 << 10
	// MaxHeaderBytes is where net/http hangs up by itself, with an answer that is no problem+json;
	// it is higher than maxHeaders so that what is only a little too large is answered properly.
	MaxHeaderBytes = 64 << 10
)

var (
	textQuery = problem.Text{EN: "The query is longer than 8 KiB.", ES: "La consulta pasa de 8 KiB."}
	textPath  = problem.Text{EN: "The path is longer than 2 KiB.", ES: "La ruta pasa de 2 KiB."}
	textHead  = problem.Text{EN: "The headers are larger than 8 KiB.", ES: "Los encabezados pasan de 8 KiB."}

	titleURI  = problem.Text{EN: "URI too long", ES: "URI demasiado larga"}
	titleHead = problem.Text{EN: "Headers too large", ES: "Encabezados demasiado grandes"}
)

// limited refuses requests whose path, query or headers are too large.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(r.URL.RawQuery) > maxQuery:
			refuse(w, r, tooLong("QUERY_TOO_LONG", textQuery))
		case len(r.URL.EscapedPath()) > maxPath:
			refuse(w, r, tooLong("PATH_TOO_LONG", textPath))
		case headerBytes(r.Header) > maxHeaders:
			refuse(w, r, headersTooLarge(textHead))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func tooLong(reason string, detail problem.Text) *problem.Problem {
	return &problem.Problem{
		Code: codes.InvalidArgument, Status: http.StatusRequestURITooLong,
		Title: titleURI, Reason: reason, Detail: detail,
	}
}

func headersTooLarge(detail problem.Text) *problem.Problem {
	return &problem.Problem{
		Code: codes.InvalidArgument, Status: http.StatusRequestHeaderFieldsTooLarge,
		Title: titleHead, Reason: "HEADERS_TOO_LARGE", Detail: detail,
	}
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
