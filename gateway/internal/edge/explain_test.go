package edge

import (
	"strings"
	"testing"

	"enlace.dev/gateway/internal/edge/reason"
)

func TestEveryReasonIsExplainedInBothLanguages(t *testing.T) {
	w := newWorld(t)
	for _, e := range reason.All() {
		for header, l := range map[string]reason.Language{"": reason.English, "es-CO": reason.Spanish} {
			got := w.send("GET", "/errors/"+e.Slug(), "", "Accept-Language", header)
			if got.status != 200 || got.header.Get("Content-Type") != "application/json" || got.header.Get("Content-Language") != l.String() {
				t.Fatalf("%s: %d %v", e.Name, got.status, got.header)
			}
			said := object(t, got.body)
			if said["reason"] != e.Name || said["code"] != e.CodeName() || said["status"] != float64(e.HTTPStatus()) ||
				said["title"] != e.Title(l) || said["mend"] != e.Mend(l) {
				t.Errorf("%v", said)
			}
		}
	}
}

func TestBrowsersGetAPage(t *testing.T) {
	w := newWorld(t)
	got := w.send("GET", "/errors/slot-taken", "", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language", "es")
	if got.status != 200 || got.header.Get("Content-Type") != "text/html; charset=utf-8" ||
		!strings.Contains(got.body, `<html lang="es">`) || !strings.Contains(got.body, "Cómo corregirlo") ||
		!strings.Contains(got.body, "El médico ya tiene una cita") {
		t.Errorf("%v %s", got.header, got.body)
	}
}

func TestOnlyReasonsAreExplained(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/errors/nothing", "/errors/INVALID_ARGUMENT", "/errors/", "/errors/unspecified", "/errors/slot_taken"} {
		w.send("GET", path, "").problem(t, 404)
	}
}

func TestEveryProblemsTypeCanBeFollowed(t *testing.T) {
	w := newWorld(t)
	for _, e := range reason.All() {
		w.fail(ours(t, e.Code(), e.Name, "said"))
		p := w.send("GET", "/v1/patients/01A", "").problem(t, e.HTTPStatus())
		path, ok := strings.CutPrefix(p.Type, w.web.URL)
		if !ok || w.send("GET", path, "").status != 200 {
			t.Errorf("%s leads nowhere", p.Type)
		}
	}
}

func TestAnAbsentPageIsRefusedInTheOneShape(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/docs/nothing.js", "/docs/../secret", "/docs/a/b/c"} {
		if p := w.send("GET", path, "").problem(t, 404); p.Reason != "ROUTE_NOT_FOUND" {
			t.Errorf("%s: %+v", path, p)
		}
	}
}

// A 2xx that had a member `error` would be taken for a failure by workflows.
func TestNoAnswerHasAMemberError(t *testing.T) {
	table, err := Routes()
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range table.All() {
		if route.RPC.Output().Fields().ByJSONName("error") != nil {
			t.Errorf("the answer of %s has a member error", route.RPC.FullName())
		}
	}
}
