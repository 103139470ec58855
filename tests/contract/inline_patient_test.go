package contract

import (
	"testing"

	"enlace.dev/tests/stack"
)

// inline is the body of a booking that brings its patient along.
func inline(c *stack.Clinic, number string, changes stack.Object) stack.Object {
	start, end := stack.NewSlot()
	body := with(c.BookingBody("", start, end), stack.Object{"patientDocTypeId": nil, "patientDocNumber": nil})
	return with(body, stack.Object{"patient": with(stack.Object{"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC",
		"docNumber": number}, changes)})
}

func inlinePatientCases(w world) []goldenCase {
	return []goldenCase{
		send("PATIENT_FIELD", "a person and a patient's id", "POST", "/v1/appointments",
			with(inline(w.alpha, stack.NewDocument(), nil), stack.Object{"patientId": w.patient})),
	}
}

func TestBadInlinePatientsAreRefused(t *testing.T) {
	w := theWorld(t)
	number := stack.NewDocument()
	invalid := func(name, fields string, body stack.Object) refusal {
		return refusal{name: name, method: "POST", path: "/v1/appointments", body: body,
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	person := func(name, fields string, changes stack.Object) refusal {
		return invalid(name, fields, inline(w.alpha, number, changes))
	}
	good := inline(w.alpha, number, nil)
	taken := with(good, stack.Object{"startAppointment": w.start, "endAppointment": w.end})
	snake := inline(w.alpha, "10A", nil)
	snake["patient"] = stack.Object{"first_name": "Luz", "last_name": "Rojas", "doc_type_id": "CC", "doc_number": "10A"}
	mustRefuse(t, []refusal{
		person("an unknown field", "patient.nickname", stack.Object{"nickname": "Lu"}),
		person("a validateOnly of its own", "patient.validateOnly", stack.Object{"validateOnly": true}),
		person("a wrong type", "patient.habeasData", stack.Object{"habeasData": "yes"}),
		person("a wrong eventType", "patient.eventType", stack.Object{"eventType": "APPOINTMENT"}),
		person("a change", "patient.actionType", stack.Object{"actionType": "UPDATE"}),
		person("no name", "patient.firstName patient.lastName", stack.Object{"firstName": nil, "lastName": nil}),
		person("no document", "patient.docTypeId patient.docNumber", stack.Object{"docTypeId": nil, "docNumber": nil}),
		person("no document in a workflow", "patient.docTypeId patient.docNumber",
			stack.Object{"docTypeId": nil, "docNumber": nil, "workflow": "intake"}),
		person("a bad phone", "patient.phones[1]", stack.Object{"phones": []string{"+573001234567", "x"}}),
		person("a document that is there, and a bad address", "patient.email",
			stack.Object{"docNumber": w.number, "email": "x"}),
		invalid("nothing of a person", "patient.firstName patient.lastName patient.docTypeId patient.docNumber",
			with(good, stack.Object{"patient": stack.Object{}})),
		invalid("snake_case", "patient.doc_number", snake),
		invalid("a person and a document", "patientDocTypeId patientDocNumber",
			with(good, stack.Object{"patientDocTypeId": "CC", "patientDocNumber": w.number})),
		invalid("a closed doctor", "doctorDocNumber", with(good, stack.Object{"doctorDocNumber": "1999999999"})),
		invalid("mistakes of every kind at once",
			"price patient.nickname patient.docNumber patient.email patientId modality doctorDocNumber",
			with(inline(w.alpha, "10A", stack.Object{"nickname": "Lu", "email": "x"}), stack.Object{"price": 3, "patientId": w.patient,
				"modality": "BY_PHONE", "doctorDocNumber": "1999999999"})),
		{name: "a taken time", method: "POST", path: "/v1/appointments", body: taken, status: 409,
			code: "ALREADY_EXISTS", reason: "SLOT_TAKEN"},
	})
	if n := enlace.Count(t, "enlace_patient", "SELECT count(*) FROM patients WHERE doc_number = '"+number+"'"); n != 0 {
		t.Errorf("refused bookings left %d patients", n)
	}
}

func TestAnInlinePatientNeedsBothRights(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline rights")
	_, known := clinic.NewPatient(t)
	for _, scopes := range [][]string{{"appointments:write"}, {"patients:write"}, {"appointments:write", "patients:read"}} {
		_, key := clinic.NewKey(t, scopes...)
		for _, number := range []string{known, stack.NewDocument()} {
			answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/appointments", Key: key, Body: inline(clinic, number, nil)})
			if problem := answer.Problem(t); answer.Status != 403 || problem.Reason != "SCOPE_MISSING" {
				t.Errorf("%v: %d %s", scopes, answer.Status, answer.Body)
			}
		}
	}
	_, key := clinic.NewKey(t, "appointments:write", "patients:write")
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/appointments", Key: key, Body: inline(clinic, stack.NewDocument(), nil)})
}

func TestAnInlinePatientIsValidatedWithoutStoringAnything(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline validated")
	patient, known := clinic.NewPatient(t)
	tries := map[string]string{stack.NewDocument(): "", known: patient}
	for number, id := range tries {
		request := stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: inline(clinic, number, nil)}
		before := enlace.TakeSnapshot(t, "")
		tried := validated(t, request)
		if differences := before.Differences(enlace.TakeSnapshot(t, "")); len(differences) != 0 {
			t.Errorf("it changed %v", differences)
		}
		if answer := tried.Object(t); tried.Status != 200 || answer.Text("id") != "" || answer.Text("patientId") != id ||
			answer.Text("patientDocNumber") != number {
			t.Errorf("%d %s", tried.Status, tried.Body)
		}
		enlace.Must(t, 201, request)
	}
}

func TestARepeatedInlineBookingIsDoneOnce(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline repeated")
	number := stack.NewDocument()
	request := stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: inline(clinic, number, stack.Object{"epsId": "EPS999"}),
		Header: map[string]string{"Idempotency-Key": "inline"}}
	first, again := enlace.Call(t, request), enlace.Call(t, request)
	if first.Status != 201 || string(first.Body) != string(again.Body) || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %s\nthen %d %s", first.Status, first.Body, again.Status, again.Body)
	}
	warnings := first.Object(t).Objects(t, "warnings")
	if len(warnings) != 1 || warnings[0].Text("field") != "patient.epsId" || warnings[0].Text("reason") != "EPS_UNKNOWN" {
		t.Errorf("warnings %v", warnings)
	}
	if n := enlace.Count(t, "enlace_patient", "SELECT count(*) FROM patients WHERE doc_number = '"+number+"'"); n != 1 {
		t.Errorf("%d patients", n)
	}
}
