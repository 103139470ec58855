package edge

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/strictjson"
	"google.golang.org/grpc/codes"
)

// The edge reads a call's fields, a service knows their rules: a call with mistakes of both kinds is
// told of all of them. What the edge can't read it takes out and asks the service to judge the rest,
// saying that the call is refused already, so that nothing is stored, disclosed or recorded.

// errAlreadyRefused stands for a service's consent to the rest of a call.
var errAlreadyRefused = errors.New("the edge refuses the call")

// alreadyRefused is the request that asks for a judgement of the rest.
func alreadyRefused(r *http.Request) *http.Request {
	rest := r.WithContext(r.Context())
	rest.Header = r.Header.Clone()
	rest.Header.Set("X-Already-Refused", "true")
	target := *r.URL
	target.RawQuery = withoutMistakes(r.URL.RawQuery, exchangeOf(r.Context()).mistakes)
	rest.URL = &target
	return rest
}

func withoutMistakes(query string, mistakes []problem.Violation) string {
	// It was parsed before.
	values, _ := url.ParseQuery(query)
	for name := range values {
		for _, v := range mistakes {
			if v.Field == shown(name) {
				values.Del(name)
			}
		}
	}
	return values.Encode()
}

// withMistakes joins what the edge found wrong with what a service says of the rest. Who may not make
// the call is told that alone.
func (x *exchange) withMistakes(said *problem.Problem) *problem.Problem {
	if len(x.mistakes) == 0 || said.Code == codes.Unauthenticated || said.Code == codes.PermissionDenied {
		return said
	}
	all := slices.Clone(x.mistakes)
	for _, v := range said.Violations {
		if len(all) < strictjson.MaxViolations && !x.mistaken(v.Field) {
			all = append(all, v)
		}
	}
	return problem.Invalid(all)
}

// mistaken tells that the field, or something within it, never reached the service.
func (x *exchange) mistaken(field string) bool {
	for _, v := range x.mistakes {
		rest, within := strings.CutPrefix(v.Field, field)
		if within && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}
