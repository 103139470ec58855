package docs

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/gateway/internal/docs/examples"
)

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func document(t *testing.T) map[string]any {
	t.Helper()
	w := get(Contract(), "/openapi.json")
	var d map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Header().Get("Content-Type") != "application/json" {
		t.Fatal(err, w.Header())
	}
	return d
}

// at follows the keys into the document.
func at(t *testing.T, d any, keys ...string) any {
	t.Helper()
	for _, key := range keys {
		object, ok := d.(map[string]any)
		if !ok || object[key] == nil {
			t.Fatalf("no %s of %v in the document", key, keys)
		}
		d = object[key]
	}
	return d
}

func TestTheDocumentShowsTheBotsPayloads(t *testing.T) {
	d := document(t)
	for path, name := range map[string]string{"/v1/patients": "create-patient", "/v1/appointments": "create-appointment"} {
		request := at(t, d, "paths", path, "post", "requestBody", "content", "application/json", "example")
		response := at(t, d, "paths", path, "post", "responses", "201", "content", "application/json", "example")
		for file, got := range map[string]any{name + ".request.json": request, name + ".response.json": response} {
			text, err := examples.Files.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want any
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("the document does not show %s", file)
			}
		}
	}
}

func TestTheDocumentSaysHowToCallAndWhatARefusalIs(t *testing.T) {
	d := document(t)
	if got := at(t, d, "components", "securitySchemes", "apiKey", "name"); got != "X-Api-Key" {
		t.Errorf("the credential is %v", got)
	}
	for path, item := range at(t, d, "paths").(map[string]any) {
		for method := range item.(map[string]any) {
			if got := at(t, item, method, "responses", "default", "$ref"); got != "#/components/responses/Problem" {
				t.Errorf("%s %s refuses with %v", method, path, got)
			}
		}
	}
	at(t, d, "components", "responses", "Problem", "content", "application/problem+json", "example")
	at(t, d, "paths", "/v1/patients/{id}", "delete", "responses", "204")
	at(t, d, "components", "schemas", "enlace.patient.v1.ListPatientsResponse", "properties", "next")
}

func TestEveryReferenceInTheDocumentLeadsSomewhere(t *testing.T) {
	d := document(t)
	for _, m := range regexp.MustCompile(`"\$ref": "([^"]+)"`).FindAllStringSubmatch(string(contract), -1) {
		at(t, d, strings.Split(strings.TrimPrefix(m[1], "#/"), "/")...)
	}
}

func TestWhatOnlyGRPCCallersSendIsNotShown(t *testing.T) {
	if strings.Contains(string(contract), `"clearFields"`) {
		t.Error("clearFields is in the document")
	}
}

func TestTheViewerLoadsOnlyItsOwnFiles(t *testing.T) {
	h := Viewer("/docs", "/openapi.json")
	page := get(h, "/docs")
	if page.Code != 200 || !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %v", page.Code, page.Header())
	}
	if csp := page.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") {
		t.Errorf("policy %q", csp)
	}
	links := regexp.MustCompile(`(?:src|href|data-contract)="([^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
	if len(links) != 6 {
		t.Fatalf("%d links in %s", len(links), page.Body)
	}
	for _, link := range links {
		if link[1] == "/openapi.json" {
			continue
		}
		if !strings.HasPrefix(link[1], "/docs/") {
			t.Errorf("the page loads %s", link[1])
		}
		for _, encoding := range []string{"gzip", "identity"} {
			if got := get(h, link[1], "Accept-Encoding", encoding); got.Code != 200 || got.Body.Len() == 0 {
				t.Errorf("%s (%s): %d", link[1], encoding, got.Code)
			}
		}
	}
	if strings.Contains(page.Body.String(), "<script>") || strings.Contains(page.Body.String(), "{{") {
		t.Error("the page has an inline script or an unfilled place")
	}
}

func TestAnAbsentFileOfTheViewerIs404(t *testing.T) {
	if got := get(Viewer("/docs", "/openapi.json"), "/docs/../../etc/passwd"); got.Code != 404 {
		t.Errorf("%d", got.Code)
	}
}
