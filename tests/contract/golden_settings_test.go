package contract

import (
	"testing"

	"enlace.dev/tests/stack"
)

// settingsCases are what a platform admin is told of a tenant's settings, and what a tenant whose
// settings are strict is told.
func settingsCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	settings := func(reason, name, settings string) goldenCase {
		return send(reason, name, "PATCH", "/v1/tenants/"+w.alpha.ID, `{"settings":`+settings+`}`).with(enlace.AdminKey, nil)
	}
	catalogs := func(reason, name, catalogs string) goldenCase {
		return settings(reason, name, `{"catalogs":`+catalogs+`}`)
	}
	document := func(reason, name, rules string) goldenCase {
		return catalogs(reason, name, `{"documentTypes":[{"code":"CARNE","nameEs":"Carné",`+rules+`}]}`)
	}
	strict := enlace.NewClinic(t, "Strict Contract")
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + strict.ID, Key: enlace.AdminKey,
		Body: `{"settings":{"catalogs":{"unknownEps":"error"}}}`})
	return []goldenCase{
		send("EPS_UNKNOWN", "an EPS that a strict tenant does not know", "POST", "/v1/patients",
			with(strict.PatientBody(stack.NewDocument()), stack.Object{"epsId": "EPS777"})).with(strict.Key, nil),
		settings("SETTING", "catalogues that are a text", `{"catalogs":"EPS"}`),
		catalogs("SETTING.list", "document types that are no list", `{"documentTypes":{}}`),
		document("SETTING.text", "a name that is a number", `"nameEn":1`),
		catalogs("SETTING.choice", "a choice that is none", `{"unknownEps":"ignore"}`),
		catalogs("SETTING.name", "a catalogue that no tenant has", `{"modalities":[]}`),
		document("ATTRIBUTE", "an age in words", `"minAge":"eighteen"`),
		document("ATTRIBUTE.characters", "characters that are none", `"characters":"LETTERS"`),
		document("ATTRIBUTE.list", "a length of nothing", `"lengths":[0]`),
		document("ATTRIBUTE.order", "ages in the wrong order", `"minAge":18,"maxAge":7`),
		settings("COUNTRY", "a country by its name", `{"country":"Colombia"}`),
		catalogs("CODE_FORMAT", "a code of two words", `{"eps":[{"code":"PRE 01","nameEs":"Prepagada"}]}`),
		document("DATE_ORDER", "an end before the beginning", `"validFrom":"2026-01-01","validTo":"2025-12-31"`),
	}
}

// underWayCases are repeats of a call that another connection holds under way.
func underWayCases(w world) []goldenCase {
	waits := send("IDEMPOTENCY_IN_PROGRESS", "a repeat of a call that goes on", "POST", "/v1/patients",
		w.alpha.PatientBody(w.number)).with("", map[string]string{"Idempotency-Key": "under way"})
	waits.prepare = func(t *testing.T) { claim(t, w.alpha, "under way") }
	return []goldenCase{waits}
}
