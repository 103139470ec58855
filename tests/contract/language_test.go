package contract

import (
	"testing"

	"enlace.dev/tests/stack"
)

func TestTheRequestIdOfTheCallerComesBack(t *testing.T) {
	w := theWorld(t)
	for sent, kept := range map[string]bool{
		"caller-chosen.id_1": true, "short": false, "with blank and more": false,
		"0123456789012345678901234567890123456789012345678901234567890123456789": false,
	} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/patients/" + stack.NewID(), Key: w.alpha.Key,
			Header: map[string]string{"X-Request-Id": sent}})
		if p := answer.Problem(t); (p.RequestID == sent) != kept {
			t.Errorf("%q came back as %q", sent, p.RequestID)
		}
	}
}

func TestRefusalsOfTheEdgeSpeakSpanish(t *testing.T) {
	w := theWorld(t)
	answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/patients", Key: w.alpha.Key,
		Body: `{"surname":"Gil"}`, Header: map[string]string{"Accept-Language": "es-CO"}})
	if p := answer.Problem(t); p.Title != "Solicitud inválida" {
		t.Errorf("the title is %q", p.Title)
	}
}
