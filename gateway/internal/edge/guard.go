package edge

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"enlace.dev/gateway/internal/edge/strictjson"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
)

// deadline is how long a call may take; the service gets what is left of it.
const deadline = 5 * time.Second

// guard judges path, query and body of every matched call before grpc-gateway reads them. Only then it
// counts as under way: who sends slowly holds no place. Calls that stream their answer go to `streams`
// without that deadline; how many they may be, the service says.
func guard(table *routes.Table, streams *streams, calls *underWay) runtime.Middleware {
	bodies := newLargeBodies()
	return func(next runtime.HandlerFunc) runtime.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request, inPath map[string]string) {
			pattern, _ := runtime.HTTPPattern(r.Context())
			route := table.Lookup(r.Method, pattern.String())
			if route == nil {
				refuse(w, r, problem.Of(reason.Internal()))
				return
			}
			x := exchangeOf(r.Context())
			x.route, x.pattern = route, route.Pattern

			forget, p := bodies.enter(r)
			if p != nil {
				refuse(w, r, p)
				return
			}
			defer forget()
			body, p := judge(r, route, inPath)
			if p != nil {
				refuse(w, r, p)
				return
			}
			if len(x.mistakes) > 0 {
				r = alreadyRefused(r)
			}
			if route.RPC.IsStreamingServer() {
				streams.serve(w, r, route)
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), deadline)
			defer cancel()
			leave, p := calls.enter(ctx, x.who)
			if p != nil {
				refuse(w, r, p)
				return
			}
			defer leave()
			r = r.WithContext(ctx)
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.ContentLength = int64(len(body))
			next(w, r, inPath)
		}
	}
}

// judge returns what of the body grpc-gateway can read. What it finds wrong is kept in the exchange,
// and taken out of the body, so that a service can judge the rest; where none could, the call is
// refused at once.
func judge(r *http.Request, route *routes.Route, inPath map[string]string) (
	[]byte, *problem.Problem,
) {
	var violations []problem.Violation
	for _, name := range slices.Sorted(maps.Keys(inPath)) {
		if inPath[name] == "" {
			return nil, problem.Of(reason.RouteNotFound())
		}
		if !validText(inPath[name]) {
			fd := route.RPC.Input().Fields().ByTextName(name)
			violations = append(violations, problem.Violation{Field: fd.JSONName(), Said: reason.InvalidText()})
		}
	}
	judgeable := len(violations) == 0
	fromQuery, err := checkQuery(route, r.URL.RawQuery)
	violations = append(violations, fromQuery...)

	raw, p := readBody(r)
	if p != nil {
		return nil, p
	}
	body, more, p := checkBody(r.Header, raw, route, inPath)
	if p != nil {
		return nil, p
	}
	violations = append(violations, more...)
	judgeable = judgeable && err == nil && len(violations) < strictjson.MaxViolations
	if len(violations) > 0 && !judgeable {
		return nil, problem.Invalid(violations)
	}
	x := exchangeOf(r.Context())
	x.body, x.mistakes = raw, violations
	return body, nil
}
