package edge

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/protobuf/proto"
)

func logLines(t *testing.T, text string) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for line := range strings.Lines(text) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		lines = append(lines, v)
	}
	return lines
}

// through sends one request through an envelope around the handler.
func through(t *testing.T, handler http.HandlerFunc, log io.Writer) reply {
	t.Helper()
	answer := httptest.NewRecorder()
	e := &envelope{next: handler, log: NewLog(log, 0)}
	e.ServeHTTP(answer, httptest.NewRequest("GET", "/v1/patients/01A", nil))
	return reply{answer.Code, answer.Header(), answer.Body.String()}
}

func TestAPanicIsA500ThatTellsNothing(t *testing.T) {
	log := &lockedBuffer{}
	got := through(t, func(http.ResponseWriter, *http.Request) { panic("María 1032456789") }, log)
	p := got.problem(t, 500)
	if p.Code != "INTERNAL" || strings.Contains(got.body, "1032456789") || strings.Contains(log.String(), "1032456789") {
		t.Errorf("%s\n%s", got.body, log)
	}
	lines := logLines(t, log.String())
	if len(lines) != 2 || lines[0]["msg"] != "panic" || lines[0]["level"] != "error" || lines[1]["status"] != 500.0 {
		t.Errorf("%s", log)
	}
}

func TestAPanicAfterHalfAnAnswerCutsTheConnection(t *testing.T) {
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the answer was finished as if it were whole")
		}
	}()
	through(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"half":`)
		panic("late")
	}, io.Discard)
}

func TestTheAccessLogHoldsTheRouteAndNoPersonalData(t *testing.T) {
	w := newWorld(t)
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
		return &patientv1.ListPatientsResponse{}, nil
	}
	w.send("GET", "/v1/patients?docTypeId=CC&docNumber=1032456789", "", "X-Api-Key", "enl_secret", "X-Request-Id", "req-00001")
	w.send("PUT", "/v1/patients/by-document/CC/1032456789", `{"firstName":"Canario","surname":1}`)
	w.send("GET", "/1032456789", "")
	w.send("CANARIO", "/healthz", "")
	w.send("GET", "/errors/1032456789", "")
	text := w.log.String()
	for _, personal := range []string{"1032456789", "Canario", "CANARIO", "enl_secret", "127.0.0.1", "surname"} {
		if strings.Contains(text, personal) {
			t.Errorf("%q is in the log: %s", personal, text)
		}
	}
	lines := logLines(t, text)
	want := []struct {
		route, method string
		status        float64
		reason        any
	}{
		{"/v1/patients", "GET", 200, nil},
		{"/v1/patients/by-document/{doc_type_id}/{doc_number}", "PUT", 400, "FIELD_VIOLATION"},
		{"unmatched", "GET", 404, "ROUTE_NOT_FOUND"},
		{"/healthz", "OTHER", 405, "METHOD_NOT_ALLOWED"},
		{"/errors/{code}", "GET", 404, "ROUTE_NOT_FOUND"},
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines: %s", len(lines), text)
	}
	for i, line := range lines {
		if line["route"] != want[i].route || line["method"] != want[i].method ||
			line["status"] != want[i].status || line["reason"] != want[i].reason {
			t.Errorf("%v, want %v", line, want[i])
		}
		for _, name := range []string{"ts", "level", "service", "msg", "request_id", "trace_id", "latency_ms", "bytes"} {
			if _, ok := line[name]; !ok {
				t.Errorf("no %s in %v", name, line)
			}
		}
	}
	if lines[0]["request_id"] != "req-00001" || lines[0]["service"] != "gateway" || lines[0]["bytes"].(float64) < 10 {
		t.Errorf("%v", lines[0])
	}
}
