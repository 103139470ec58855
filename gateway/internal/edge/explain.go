package edge

import (
	"net/http"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
)

// explain answers what a problem's `type` URL points to.
func explain(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/errors/")
	code := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	entry, ok := problem.Explain(code)
	if !ok || name != strings.ToLower(name) {
		refuse(w, r, routeNotFound())
		return
	}
	language := exchangeOf(r.Context()).language
	writeJSON(w, map[string]any{
		"code":   code,
		"status": entry.Status,
		"title":  entry.Title.In(language),
		"detail": entry.Detail.In(language),
	})
}
