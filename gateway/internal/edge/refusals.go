package edge

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/routes"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var (
	textNoRoute = problem.Text{EN: "There is no such path; see /docs.", ES: "No existe esa ruta; vea /docs."}
	textMethod  = problem.Text{EN: "This path answers to %s.", ES: "Esta ruta responde a %s."}
	textURL     = problem.Text{EN: "The path is malformed.", ES: "La ruta está mal formada."}
	titleMethod = problem.Text{EN: "Method not allowed", ES: "Método no permitido"}
)

func routeNotFound() *problem.Problem {
	return &problem.Problem{Code: codes.NotFound, Reason: "ROUTE_NOT_FOUND", Detail: textNoRoute}
}

// methodNotAllowed also sets the Allow header that a 405 must have.
func methodNotAllowed(w http.ResponseWriter, allowed ...string) *problem.Problem {
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	return &problem.Problem{
		Code: codes.Unimplemented, Status: http.StatusMethodNotAllowed,
		Title: titleMethod, Reason: "METHOD_NOT_ALLOWED", Detail: textMethod.With(list),
	}
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
			refuse(w, r, &problem.Problem{Code: codes.InvalidArgument, Reason: "PATH_MALFORMED", Detail: textURL})
		default:
			refuse(w, r, routeNotFound())
		}
	}
}

// answerError answers the error of a call, a backend's or grpc-gateway's own.
func answerError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler,
	w http.ResponseWriter, r *http.Request, err error,
) {
	var malformed *runtime.HTTPStatusError
	if errors.As(err, &malformed) && malformed.HTTPStatus == http.StatusBadRequest {
		refuse(w, r, &problem.Problem{Code: codes.InvalidArgument, Reason: "PATH_MALFORMED", Detail: textURL})
		return
	}
	refuse(w, r, problem.FromStatus(status.Convert(err)))
}
