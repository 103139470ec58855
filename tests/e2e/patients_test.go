package e2e

import (
	"testing"

	"enlace.dev/tests/stack"
)

func TestAPatchChangesOnlyWhatIsSent(t *testing.T) {
	clinic := enlace.NewClinic(t, "Patch")
	id, number := clinic.NewPatient(t)
	path := "/v1/patients/" + id
	clinic.Must(t, 200, "PATCH", path, `{"email":"luz@example.com","secondName":"Marina","customFields":{"plan":"gold"}}`)

	patched := clinic.Must(t, 200, "PATCH", path, `{"secondName":null,"customFields":{"plan":null,"floor":3}}`)

	mustHold(t, patched, stack.Object{"id": id, "firstName": "Luz", "docNumber": number, "email": "luz@example.com",
		"customFields": map[string]any{"clinic": "Patch", "floor": 3.0}})
	if _, there := patched["secondName"]; there {
		t.Errorf("secondName was not cleared: %v", patched)
	}
	mustHold(t, clinic.Must(t, 200, "GET", path, nil), patched)
}

func TestADeletedPatientIsGoneUntilItIsRestored(t *testing.T) {
	clinic := enlace.NewClinic(t, "Restore")
	id, number := clinic.NewPatient(t)
	path := "/v1/patients/" + id
	byDocument := "/v1/patients?docTypeId=CC&docNumber=" + number

	if answer := clinic.Call(t, "DELETE", path, nil); answer.Status != 204 || len(answer.Body) != 0 {
		t.Fatalf("the deletion was answered %d: %s", answer.Status, answer.Body)
	}
	for method, body := range map[string]any{"GET": nil, "PATCH": `{"firstName":"Eva"}`, "DELETE": nil} {
		if answer := clinic.Call(t, method, path, body); answer.Status != 404 {
			t.Errorf("%s of the deleted patient was answered %d: %s", method, answer.Status, answer.Body)
		}
	}
	if list := clinic.Must(t, 200, "GET", byDocument, nil).Objects(t, "patients"); len(list) != 0 {
		t.Errorf("the deleted patient is listed: %v", list)
	}

	clinic.Must(t, 200, "POST", path+"/restore", `{}`)
	if got := clinic.Must(t, 200, "GET", path, nil).Text("docNumber"); got != number {
		t.Errorf("the restored patient has the document %q", got)
	}
}

func TestADeletedPatientsDocumentIsFree(t *testing.T) {
	clinic := enlace.NewClinic(t, "Free Document")
	id, number := clinic.NewPatient(t)
	clinic.Must(t, 204, "DELETE", "/v1/patients/"+id, nil)
	clinic.Must(t, 201, "POST", "/v1/patients", clinic.PatientBody(number))
	answer := clinic.Call(t, "POST", "/v1/patients/"+id+"/restore", `{}`)
	if p := answer.Problem(t); answer.Status != 409 || p.Reason != "DOCUMENT_EXISTS" {
		t.Errorf("restoring was answered %d %s", answer.Status, p.Reason)
	}
}

func TestAPutByDocumentCreatesAndThenChanges(t *testing.T) {
	clinic := enlace.NewClinic(t, "Upsert")
	path := "/v1/patients/by-document/CC/" + stack.NewDocument()
	first := clinic.Must(t, 201, "PUT", path, `{"firstName":"Luz","lastName":"Rojas"}`)
	second := clinic.Must(t, 200, "PUT", path, `{"email":"luz@example.com"}`)
	mustHold(t, second, stack.Object{"id": first["id"], "firstName": "Luz", "email": "luz@example.com"})
}
