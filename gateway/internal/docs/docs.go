// Package docs serves the API's OpenAPI document and a viewer for it, both embedded: the pages load
// nothing from elsewhere.
package docs

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/swaggest/swgui/v5/static"
	"github.com/vearutop/statigz"
)

//go:embed openapi.json
var contract []byte

//go:embed openapi-3.0.json
var olderContract []byte

//go:embed viewer
var viewer embed.FS

// policy lets the viewer load its own files and talk to its own gateway, and nothing else. Swagger
// UI writes style attributes, hence unsafe-inline for styles.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Contract serves the OpenAPI document.
func Contract() http.Handler { return serveContract(contract) }

// OlderContract serves the same document in OpenAPI 3.0.3.
func OlderContract() http.Handler { return serveContract(olderContract) }

func serveContract(text []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	})
}

// Viewer serves the page at `base` (/docs) that shows the document at contractURL.
func Viewer(base, contractURL string) http.Handler {
	assets := http.StripPrefix(base+"/", statigz.FileServer(static.FS))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cache-Control", "no-cache")
		switch name := strings.Trim(strings.TrimPrefix(r.URL.Path, base), "/"); name {
		case "":
			serveOwn(w, r, "index.html", base, contractURL)
		case "start.js", "viewer.css", "license.txt":
			serveOwn(w, r, name, base, contractURL)
		default:
			assets.ServeHTTP(w, r)
		}
	})
}

func serveOwn(w http.ResponseWriter, r *http.Request, name, base, contractURL string) {
	text, err := viewer.ReadFile(path.Join("viewer", name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	page := strings.NewReplacer("{{base}}", base, "{{contract}}", contractURL).Replace(string(text))
	http.ServeContent(w, r, name, time.Time{}, strings.NewReader(page))
}
