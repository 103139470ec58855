package e2e

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestTheContractIsServedWithTheBotsPayloads(t *testing.T) {
	answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/openapi.json"})
	if answer.Status != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	contract := answer.Object(t)
	if version := contract.Text("openapi"); !strings.HasPrefix(version, "3.") {
		t.Errorf("openapi is %q", version)
	}
	for _, path := range []string{"/v1/patients", "/v1/patients/{id}", "/v1/appointments", "/v1/appointments/{id}/cancel",
		"/v1/auth/api-keys", "/v1/tenants", "/v1/audit/events", "/v1/doctors", "/v1/sites"} {
		if contract.Member("paths").Member(path) == nil {
			t.Errorf("the path %s is not described", path)
		}
	}
	for path, payload := range map[string]string{"/v1/patients": patientPayload, "/v1/appointments": appointmentPayload} {
		want := sent(t, payload, "clinicId")
		if body := contract.Member("paths").Member(path).Member("post"); !holds(body.Member("requestBody"), want) {
			t.Errorf("POST %s has no example with the bot's payload", path)
		}
	}
}

// holds tells whether some object inside has all the fields.
func holds(value any, fields stack.Object) bool {
	switch v := value.(type) {
	case stack.Object:
		return holds(map[string]any(v), fields)
	case map[string]any:
		all := true
		for name, want := range fields {
			all = all && reflect.DeepEqual(v[name], want)
		}
		for _, member := range v {
			all = all || holds(member, fields)
		}
		return all
	case []any:
		for _, item := range v {
			if holds(item, fields) {
				return true
			}
		}
	}
	return false
}

var (
	linked = regexp.MustCompile(`(?:src|href)\s*=\s*"([^"]+)"`)
	abroad = regexp.MustCompile(`(?i)(?:src|href|url|import|from)\s*[=(]?\s*["'(]?(?:https?:)?//`)
)

func TestTheViewerIsWholeWithoutTheInternet(t *testing.T) {
	page := enlace.Call(t, stack.Request{Method: "GET", Path: "/docs"})
	base := "/docs/"
	if location := page.Header.Get("Location"); location != "" {
		page = enlace.Call(t, stack.Request{Method: "GET", Path: location})
	}
	if page.Status != 200 || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("%d %s", page.Status, page.Header.Get("Content-Type"))
	}
	if abroad.Match(page.Body) {
		t.Errorf("the page leads abroad: %s", abroad.Find(page.Body))
	}
	policy := page.Header.Get("Content-Security-Policy")
	if policy == "" || strings.Contains(policy, "http") {
		t.Errorf("the policy is %q", policy)
	}
	links := linked.FindAllStringSubmatch(string(page.Body), -1)
	if len(links) == 0 {
		t.Fatal("the page links nothing")
	}
	for _, link := range links {
		path := link[1]
		if strings.HasPrefix(path, "data:") || strings.HasPrefix(path, "#") {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			path = base + strings.TrimPrefix(path, "./")
		}
		if part := enlace.Call(t, stack.Request{Method: "GET", Path: path}); part.Status != 200 || len(part.Body) == 0 {
			t.Errorf("%s answers %d", path, part.Status)
		}
	}
}

func TestTheProbesAnswer(t *testing.T) {
	for path, status := range map[string]string{"/healthz": "ok", "/readyz": "ready"} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: path})
		var body map[string]string
		if err := json.Unmarshal(answer.Body, &body); err != nil || answer.Status != 200 || body["status"] != status {
			t.Errorf("%s answers %d %s", path, answer.Status, answer.Body)
		}
	}
}
