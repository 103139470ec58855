package edge

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"

	"enlace.dev/gateway/internal/edge/reason"
)

// pageStyle is that of the pages that people open by a link.
const pageStyle template.CSS = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}
button,input{font:inherit;display:block;width:100%;box-sizing:border-box;padding:.8rem;margin:.6rem 0}`

// pagePolicy allows such a page its own style and its own form, and nothing else.
var pagePolicy = func() string {
	digest := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// beginPage sets the headers of such a page, and answers the language that it is in.
func beginPage(w http.ResponseWriter, r *http.Request) reason.Language {
	language := ofAudience(exchangeOf(r.Context()))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", language.String())
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Vary", "Accept-Language")
	return language
}
