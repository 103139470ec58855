package edge

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"enlace.dev/gateway/internal/edge/routes"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/status"
)

// methodNotAllowed also sets the Allow header that a 405 must have.
func methodNotAllowed(w http.ResponseWriter, allowed ...string) *problem.Problem {
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	return problem.Of(reason.MethodNotAllowed(list))
}

// answerRoutingError answers what grpc-gateway found no route for.
func answerRoutingError(table *routes.Table) runtime.RoutingErrorHandlerFunc {
	return func(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler,
		w http.ResponseWriter, r *http.Request, httpStatus int,
	) {
		allowed := table.Allowed(r.URL.EscapedPath())
		switch {
		case httpStatus == http.StatusMethodNotAllowed && len(allowed) > 0:
			refuse(w, r, methodNotAllowed(w, allowed...))
		case httpStatus == http.StatusBadRequest:
			refuse(w, r, problem.Of(reason.PathMalformed()))
		default:
			refuse(w, r, problem.Of(reason.RouteNotFound()))
		}
	}
}

// answerError answers the error of a call, a backend's or grpc-gateway's own.
func answerError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler,
	w http.ResponseWriter, r *http.Request, err error,
) {
	var malformed *runtime.HTTPStatusError
	if errors.As(err, &malformed) && malformed.HTTPStatus == http.StatusBadRequest {
		refuse(w, r, problem.Of(reason.PathMalformed()))
		return
	}
	p := problem.FromStatus(status.Convert(err))
	x := exchangeOf(r.Context())
	x.respell(p)
	refuse(w, r, x.withMistakes(p))
}
