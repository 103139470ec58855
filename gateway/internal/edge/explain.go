package edge

import (
	"html/template"
	"net/http"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
)

// explanation is what a reason means, for whoever follows a problem's `type`.
type explanation struct {
	Language string    `json:"-"`
	Reason   string    `json:"reason"`
	Code     string    `json:"code"`
	Status   int       `json:"status"`
	Title    string    `json:"title"`
	Detail   string    `json:"detail"`
	Says     []string  `json:"says"`
	Mend     string    `json:"mend"`
	Words    [3]string `json:"-"`
}

var explanationPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><title>{{.Reason}} – {{.Title}}</title></head>
<body>
<h1>{{.Title}}</h1>
<p><code>{{.Reason}}</code>, <code>{{.Code}}</code>, HTTP {{.Status}}</p>
<h2>{{index .Words 0}}</h2>
<ul>{{range .Says}}
<li>{{.}}</li>{{end}}
</ul>
<h2>{{index .Words 1}}</h2>
<p>{{.Mend}}</p>
<p><a href="/docs">{{index .Words 2}}</a></p>
</body>
</html>
`))

// explain answers what a problem's `type` URL points to: a code or a reason, as a page for
// browsers and as JSON for programs.
func explain(w http.ResponseWriter, r *http.Request) {
	slug := strings.TrimPrefix(r.URL.Path, "/errors/")
	entry, ok := reason.Lookup(strings.ToUpper(strings.ReplaceAll(slug, "-", "_")))
	if !ok || slug != entry.Slug() {
		refuse(w, r, problem.Of(reason.RouteNotFound()))
		return
	}
	l := exchangeOf(r.Context()).language()
	said := explanation{
		Language: l.String(),
		Reason:   entry.Name,
		Code:     entry.CodeName(),
		Status:   entry.HTTPStatus(),
		Title:    entry.Title(l),
		Detail:   entry.Text(l, ""),
		Mend:     entry.Mend(l),
		Words:    [3]string{"What it says", "How to mend it", "The whole API"},
	}
	if l == reason.Spanish {
		said.Words = [3]string{"Qué dice", "Cómo corregirlo", "Toda la API"}
	}
	for _, wording := range entry.Wordings() {
		said.Says = append(said.Says, entry.Text(l, wording.GetName()))
	}
	w.Header().Set("Content-Language", l.String())
	w.Header().Set("Vary", "Accept, Accept-Language")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		writeJSON(w, said)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = explanationPage.Execute(w, said)
}
