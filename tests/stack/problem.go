package stack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Problem is the body of a refusal.
type Problem struct {
	Type, Title, Code, Reason, Detail string
	Status                            int
	Violations                        []struct{ Field, Reason, Message string }
	RetryAfterSeconds                 *int
	RequestID                         string `json:"requestId"`
	TraceID                           string `json:"traceId"`
}

// Problem reads a refusal and checks what every refusal promises.
func (a Answer) Problem(t testing.TB) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(a.Body, &p); err != nil {
		t.Fatalf("status %d, not a problem: %v\n%s", a.Status, err, a.Body)
	}
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type is %q", got)
	}
	if p.Status != a.Status {
		t.Errorf("the body says %d, the answer %d", p.Status, a.Status)
	}
	if p.RequestID == "" || p.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("requestId %q, X-Request-Id %q", p.RequestID, a.Header.Get("X-Request-Id"))
	}
	if p.Title == "" || p.Detail == "" || p.Type == "" || p.Code == "" || p.Reason == "" || p.TraceID == "" {
		t.Errorf("a member is empty: %s", a.Body)
	}
	for _, v := range p.Violations {
		if v.Field != "" && !strings.Contains(p.Detail, v.Field) {
			t.Errorf("detail does not name %s: %s", v.Field, p.Detail)
		}
	}
	return p
}

// Fields are the fields of the violations, sorted; what is wrong with the body as a whole has none.
func (p Problem) Fields() []string {
	fields := make([]string, 0, len(p.Violations))
	for _, v := range p.Violations {
		if v.Field != "" {
			fields = append(fields, v.Field)
		}
	}
	slices.Sort(fields)
	return fields
}
