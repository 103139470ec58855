package docs

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
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

func document(t *testing.T, h http.Handler, path string) map[string]any {
	t.Helper()
	w := get(h, path)
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

// both runs a test on the two documents.
func both(t *testing.T, test func(t *testing.T, d map[string]any)) {
	for path, h := range map[string]http.Handler{"/openapi.json": Contract(), "/openapi-3.0.json": OlderContract()} {
		t.Run(path, func(t *testing.T) { test(t, document(t, h, path)) })
	}
}

func TestTheDocumentsShowTheBotsPayloads(t *testing.T) {
	both(t, func(t *testing.T, d map[string]any) {
		for path, files := range map[string][2]string{
			"/v1/patients":     {"requests/createPatient.bot.json", "answers/Patient.json"},
			"/v1/appointments": {"requests/createAppointment.bot.json", "answers/Appointment.json"},
		} {
			request := at(t, d, "paths", path, "post", "requestBody", "content", "application/json", "examples", "bot", "value")
			response := at(t, d, "paths", path, "post", "responses", "201", "content", "application/json", "example")
			for i, got := range []any{request, response} {
				for name, want := range fileObject(t, files[i]) {
					if !reflect.DeepEqual(got.(map[string]any)[name], want) {
						t.Errorf("%s of %s is shown as %v", name, files[i], got.(map[string]any)[name])
					}
				}
			}
		}
	})
}

func fileObject(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	return object
}

func TestTheDocumentsSayHowToCallAndWhatARefusalIs(t *testing.T) {
	both(t, func(t *testing.T, d map[string]any) {
		if got := at(t, d, "components", "securitySchemes", "apiKey", "name"); got != "X-Api-Key" {
			t.Errorf("the credential is %v", got)
		}
		for path, item := range at(t, d, "paths").(map[string]any) {
			for method := range item.(map[string]any) {
				for _, status := range []string{"400", "401", "403", "429", "503", "504", "default"} {
					at(t, item, method, "responses", status, "$ref")
				}
				// A search is sent by POST, and changes nothing; nor is anything in the way of a session or a mail.
				never := []string{"login", "refresh", "switch-tenant", "act-as", "logout", "logout-all", "sessions/{id}", "email/verify", "mfa/enroll", "mfa/verify",
					"email/send-verification", "password/forgot", "password/reset"}
				if method != "get" && path != "/v1/slots/search" && !slices.Contains(never, strings.TrimPrefix(path, "/v1/auth/")) {
					at(t, item, method, "responses", "409", "$ref")
				}
				if method == "get" && strings.Contains(path, "{id}") {
					at(t, item, method, "responses", "404", "$ref")
				}
			}
		}
		for name := range at(t, d, "components", "responses").(map[string]any) {
			at(t, d, "components", "responses", name, "content", "application/problem+json", "schema")
		}
		at(t, d, "paths", "/v1/patients/{id}", "delete", "responses", "204")
		at(t, d, "components", "schemas", "ListPatientsResponse", "properties", "next")
	})
}

func TestTheOlderDocumentSpeaksOpenAPI30(t *testing.T) {
	older := document(t, OlderContract(), "/openapi-3.0.json")
	if got := at(t, older, "openapi"); got != "3.0.3" {
		t.Errorf("it is %v", got)
	}
	newer := document(t, Contract(), "/openapi.json")
	if got, want := len(at(t, older, "paths").(map[string]any)), len(at(t, newer, "paths").(map[string]any)); got != want {
		t.Errorf("it has %d paths of %d", got, want)
	}
	change := at(t, older, "components", "schemas", "UpdatePatientRequest", "properties", "email").(map[string]any)
	if change["type"] != "string" || change["nullable"] != true {
		t.Errorf("null clears an e-mail, but its schema is %v", change)
	}
}

func TestEveryReferenceInTheDocumentLeadsSomewhere(t *testing.T) {
	d := document(t, Contract(), "/openapi.json")
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
