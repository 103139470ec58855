package main

import (
	"fmt"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/gateway/internal/edge/reason"
)

// words are what a page says beside the catalogue, in one language.
type words struct {
	title, intro                                 string
	refusals, violations, status, says, mend, or string
}

var pages = map[reason.Language]words{
	reason.English: {
		title: "Errors",
		intro: "<!-- " + notice + " -->\n\n" +
			"Every refusal is `application/problem+json`, of one shape. `detail` alone is enough to mend the call;\n" +
			"`reason` is stable, for programs; `violations` names every field that is wrong, as the caller wrote it.\n" +
			"All mistakes are named at once, at most 100: what can't be read as the call's fields (unknown names, wrong types)\n" +
			"comes first, then what the rules say of the rest.\n" +
			"`type` leads to an explanation on the gateway itself: `GET /errors/{reason}`, in the language of\n" +
			"`Accept-Language` (`en`, `es`). gRPC callers get the same as `google.rpc.Status` details: `ErrorInfo`\n" +
			"(reason, domain `enlace`), `BadRequest`, `RetryInfo`, `RequestInfo`; `accept-language` is metadata there.\n",
		refusals: "Refusals of a whole call", violations: "Violations of one field (400, `INVALID_ARGUMENT`)",
		status: "Answer", says: "Says", mend: "To mend it", or: "or",
	},
	reason.Spanish: {
		title: "Errores",
		intro: "<!-- " + notice + " -->\n\n" +
			"Todo rechazo es `application/problem+json`, con una sola forma. `detail` basta para corregir la llamada;\n" +
			"`reason` es estable, para programas; `violations` nombra cada campo incorrecto, como lo escribió quien llama.\n" +
			"Se nombran todos los errores a la vez, hasta 100: primero lo que no se puede leer como campos de la llamada (nombres\n" +
			"desconocidos, tipos incorrectos); después, lo que dicen las reglas del resto.\n" +
			"`type` lleva a una explicación en la misma puerta de entrada: `GET /errors/{razón}`, en el idioma de\n" +
			"`Accept-Language` (`en`, `es`). Por gRPC llega lo mismo en los detalles de `google.rpc.Status`: `ErrorInfo`\n" +
			"(razón, dominio `enlace`), `BadRequest`, `RetryInfo`, `RequestInfo`; allí `accept-language` va en los metadatos.\n",
		refusals: "Rechazos de toda la llamada", violations: "Errores de un campo (400, `INVALID_ARGUMENT`)",
		status: "Respuesta", says: "Dice", mend: "Cómo corregirlo", or: "o",
	},
}

// page is the whole catalogue in one language.
func page(l reason.Language) string {
	w := pages[l]
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n%s", w.title, w.intro)
	fmt.Fprintf(&out, "\n## %s\n", w.refusals)
	for _, e := range reason.All() {
		if e.Kind() == commonv1.ReasonKind_REASON_KIND_REFUSAL {
			entry(&out, e, l, w)
		}
	}
	fmt.Fprintf(&out, "\n## %s\n", w.violations)
	for _, e := range reason.All() {
		if e.Kind() != commonv1.ReasonKind_REASON_KIND_REFUSAL {
			entry(&out, e, l, w)
		}
	}
	return out.String()
}

func entry(out *strings.Builder, e reason.Entry, l reason.Language, w words) {
	fmt.Fprintf(out, "\n### %s\n\n%s.", e.Name, e.Title(l))
	if e.Kind() == commonv1.ReasonKind_REASON_KIND_REFUSAL {
		fmt.Fprintf(out, " %s: %d, `%s`", w.status, e.HTTPStatus(), e.CodeName())
		if e.RetryAfter() > 0 {
			fmt.Fprintf(out, ", `Retry-After: %d`", e.RetryAfter())
		}
		out.WriteString(".")
	}
	fmt.Fprintf(out, "\n\n- %s: ", w.says)
	for i, wording := range e.Wordings() {
		if i > 0 {
			fmt.Fprintf(out, " %s ", w.or)
		}
		fmt.Fprintf(out, "“%s”", e.Text(l, wording.GetName()))
	}
	fmt.Fprintf(out, "\n- %s: %s\n", w.mend, e.Mend(l))
}
