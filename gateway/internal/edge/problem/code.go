package problem

import (
	"net/http"
	"strings"

	"google.golang.org/grpc/codes"
)

// statusClientClosed is what a call answers whose caller went away; nobody sees it but the log.
const statusClientClosed = 499

// kind is what a gRPC code means in HTTP.
type kind struct {
	name   string
	status int
	title  Text
	// detail stands in for a message that is not ours to show.
	detail Text
}

var kinds = map[codes.Code]kind{
	codes.Canceled: {"CANCELLED", statusClientClosed,
		Text{"Cancelled", "Cancelado"},
		Text{"The call was cancelled.", "La llamada se canceló."}},
	codes.Unknown: {"UNKNOWN", http.StatusInternalServerError, internalTitle, internalDetail},
	codes.InvalidArgument: {"INVALID_ARGUMENT", http.StatusBadRequest,
		Text{"Invalid request", "Solicitud inválida"},
		Text{"The request is not valid.", "La solicitud no es válida."}},
	codes.DeadlineExceeded: {"DEADLINE_EXCEEDED", http.StatusGatewayTimeout,
		Text{"Timed out", "Tiempo agotado"},
		Text{"The answer took too long; a repeat may find the work done.",
			"La respuesta tardó demasiado; al repetir, el trabajo puede estar ya hecho."}},
	codes.NotFound: {"NOT_FOUND", http.StatusNotFound,
		Text{"Not found", "No encontrado"},
		Text{"There is no such resource.", "No existe ese recurso."}},
	codes.AlreadyExists: {"ALREADY_EXISTS", http.StatusConflict, conflictTitle,
		Text{"It exists already.", "Ya existe."}},
	codes.PermissionDenied: {"PERMISSION_DENIED", http.StatusForbidden,
		Text{"Not allowed", "No permitido"},
		Text{"This credential may not do that.", "Esta credencial no puede hacer eso."}},
	codes.ResourceExhausted: {"RESOURCE_EXHAUSTED", http.StatusTooManyRequests,
		Text{"Too many requests", "Demasiadas solicitudes"},
		Text{"Too much at once; repeat after a moment.", "Demasiado a la vez; repita en un momento."}},
	codes.FailedPrecondition: {"FAILED_PRECONDITION", http.StatusConflict, conflictTitle,
		Text{"The resource's state does not allow it.", "El estado del recurso no lo permite."}},
	codes.Aborted: {"ABORTED", http.StatusConflict, conflictTitle,
		Text{"Another call got in between; repeat it.", "Otra llamada se adelantó; repítala."}},
	codes.OutOfRange: {"OUT_OF_RANGE", http.StatusBadRequest,
		Text{"Invalid request", "Solicitud inválida"},
		Text{"A value is out of range.", "Un valor está fuera de rango."}},
	codes.Unimplemented: {"UNIMPLEMENTED", http.StatusNotImplemented,
		Text{"Not implemented", "No implementado"},
		Text{"This call does not exist here.", "Esta llamada no existe aquí."}},
	codes.Internal: {"INTERNAL", http.StatusInternalServerError, internalTitle, internalDetail},
	codes.Unavailable: {"UNAVAILABLE", http.StatusServiceUnavailable,
		Text{"Unavailable", "No disponible"},
		Text{"A part of the system is not reachable; repeat after a moment.",
			"Una parte del sistema no responde; repita en un momento."}},
	codes.DataLoss: {"DATA_LOSS", http.StatusInternalServerError, internalTitle, internalDetail},
	codes.Unauthenticated: {"UNAUTHENTICATED", http.StatusUnauthorized,
		Text{"Not authenticated", "Sin autenticar"},
		Text{"Send a valid API key in the header X-Api-Key.",
			"Envíe una clave de API válida en el encabezado X-Api-Key."}},
}

var (
	conflictTitle  = Text{"Conflict", "Conflicto"}
	internalTitle  = Text{"Internal error", "Error interno"}
	internalDetail = Text{"Something went wrong on our side; the request id identifies it.",
		"Algo falló de nuestro lado; el identificador de la solicitud lo señala."}
)

// Explanation is what a code means, for whoever follows a problem's `type`.
type Explanation struct {
	Status        int
	Title, Detail Text
}

// Explain finds a code by its stable name (INVALID_ARGUMENT).
func Explain(name string) (Explanation, bool) {
	for _, k := range kinds {
		if k.name == name {
			return Explanation{k.status, k.title, k.detail}, true
		}
	}
	return Explanation{}, false
}

func kindOf(c codes.Code) kind {
	if k, ok := kinds[c]; ok {
		return k
	}
	return kinds[codes.Unknown]
}

// kebab turns INVALID_ARGUMENT into invalid-argument.
func kebab(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), "_", "-")
}
