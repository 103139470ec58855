package contract

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// validated asks for the verdict alone.
func validated(t *testing.T, r stack.Request) stack.Answer {
	t.Helper()
	if r.Body == nil {
		r.Path += "?validateOnly=true"
	} else {
		r.Body = with(r.Body.(stack.Object), stack.Object{"validateOnly": true, "idempotencyKey": "unused"})
	}
	return enlace.Call(t, r)
}

func TestEveryWriteCanBeValidatedWithoutStoringAnything(t *testing.T) {
	for _, w := range writes(t) {
		t.Run(w.rpc, func(t *testing.T) {
			before := enlace.TakeSnapshot(t, "")
			good, bad := validated(t, w.good), validated(t, w.bad)
			if differences := before.Differences(enlace.TakeSnapshot(t, "")); len(differences) != 0 {
				t.Errorf("it changed %v", differences)
			}
			status := w.status
			if status == 201 {
				status = 200
			}
			if good.Status != status || good.Header.Get("Validate-Only") != "true" ||
				good.Header.Get("Location") != "" || good.Header.Get("ETag") != "" {
				t.Errorf("%d %v %s", good.Status, good.Header, good.Body)
			}
			if w.secret != "" && good.Object(t).Text(w.secret) != "" {
				t.Errorf("a secret that opens nothing: %s", good.Body)
			}
			if w.status == 201 && good.ID() != "" {
				t.Errorf("an id that nothing has: %s", good.Body)
			}
			refused := enlace.Call(t, w.bad)
			if bad.Status != refused.Status || bad.Problem(t).Detail != refused.Problem(t).Detail ||
				bad.Problem(t).Reason != refused.Problem(t).Reason {
				t.Errorf("validated: %s\nreally: %s", bad.Body, refused.Body)
			}
			if really := enlace.Call(t, w.good); really.Status != w.status {
				t.Errorf("really: %d %s", really.Status, really.Body)
			}
		})
	}
}

func TestAValidatedChangeAnswersWhatItWouldAnswer(t *testing.T) {
	clinic := enlace.NewClinic(t, "Validated")
	patient, _ := clinic.NewPatient(t)
	r := stack.Request{Method: "PATCH", Path: "/v1/patients/" + patient, Key: clinic.Key,
		Body: stack.Object{"email": "luz@example.com"}}
	tried, really := validated(t, r).Object(t), enlace.Call(t, r).Object(t)
	for name := range really {
		if name != "etag" && name != "updatedAt" && tried.Text(name) != really.Text(name) {
			t.Errorf("%s: %v, then %v", name, tried[name], really[name])
		}
	}
	if got := clinic.Must(t, 200, "GET", r.Path, nil); !strings.Contains(got.Text("etag"), "2") {
		t.Errorf("its version is %s", got.Text("etag"))
	}
}
