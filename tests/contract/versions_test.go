package contract

import (
	"context"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// versioned makes a call of one resource and returns its ETag, which the body must hold as well.
func versioned(t *testing.T, code int, r stack.Request) string {
	t.Helper()
	answer := enlace.Call(t, r)
	if answer.Status != code {
		t.Fatalf("%s %s: %d instead of %d: %s", r.Method, r.Path, answer.Status, code, answer.Body)
	}
	body := answer.Object(t)
	if key := body.Member("apiKey"); key != nil {
		body = key
	}
	etag := answer.Header.Get("ETag")
	if etag == "" || etag != body.Text("etag") {
		t.Errorf("%s %s: ETag %q, in the body %q", r.Method, r.Path, etag, body.Text("etag"))
	}
	return etag
}

func TestEveryAnswerOfOneResourceBearsItsVersion(t *testing.T) {
	clinic := enlace.NewClinic(t, "Versions")
	patient, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	role, exception := "/v1/practitioner-roles/"+clinic.NewRole(t, clinic.Doctor), "/v1/schedule-exceptions/"+clinic.NewException(t)
	start, end := stack.NewSlot()
	fresh := "/v1/patients/by-document/CC/" + stack.NewDocument()
	appointmentType, room := "/v1/appointment-types/"+clinic.NewAppointmentType(t), "/v1/rooms/"+clinic.NewRoom(t)
	for _, c := range []struct {
		method, path string
		body         any
		key          string
		status       int
		etag         string
	}{
		{"POST", "/v1/patients", clinic.PatientBody(stack.NewDocument()), clinic.Key, 201, `"1"`},
		{"GET", "/v1/patients/" + patient, nil, clinic.Key, 200, `"1"`},
		{"PATCH", "/v1/patients/" + patient, `{"email":"luz@example.com"}`, clinic.Key, 200, `"2"`},
		{"PATCH", "/v1/patients/" + patient, `{"email":"luz@example.com"}`, clinic.Key, 200, `"2"`},
		{"PUT", "/v1/patients/by-document/CC/" + number, `{"mrn":"HC-1"}`, clinic.Key, 200, `"3"`},
		{"PUT", fresh, `{"firstName":"Luz","lastName":"Rojas"}`, clinic.Key, 201, `"1"`},
		{"PUT", fresh, `{"firstName":"Luz","lastName":"Rojas"}`, clinic.Key, 200, `"1"`},
		{"PUT", fresh, `{"mrn":"HC-2"}`, clinic.Key, 200, `"2"`},
		{"POST", "/v1/patients/" + patient + "/restore", `{}`, clinic.Key, 200, `"3"`},
		{"POST", "/v1/appointments", clinic.BookingBody(number, start, end), clinic.Key, 201, `"1"`},
		{"GET", "/v1/appointments/" + appointment, nil, clinic.Key, 200, `"1"`},
		{"PATCH", "/v1/appointments/" + appointment, `{"comment":"x"}`, clinic.Key, 200, `"2"`},
		{"POST", "/v1/appointments/" + appointment + "/cancel", `{}`, clinic.Key, 200, `"3"`},
		{"GET", "/v1/doctors/" + clinic.Doctor, nil, clinic.Key, 200, `"1"`},
		{"PATCH", "/v1/doctors/" + clinic.Doctor, `{"languages":["es"]}`, clinic.Key, 200, `"2"`},
		{"PATCH", "/v1/doctors/" + clinic.Doctor, `{"languages":["ES"]}`, clinic.Key, 200, `"2"`},
		{"GET", "/v1/sites/" + clinic.Site, nil, clinic.Key, 200, `"1"`},
		{"GET", appointmentType, nil, clinic.Key, 200, `"1"`},
		{"PATCH", appointmentType, `{"specialties":["Pediatría"]}`, clinic.Key, 200, `"2"`},
		{"PATCH", appointmentType, `{"specialties":["Pediatría"]}`, clinic.Key, 200, `"2"`},
		{"GET", room, nil, clinic.Key, 200, `"1"`},
		{"PATCH", room, `{"active":false}`, clinic.Key, 200, `"2"`},
		{"PATCH", room, `{"active":false}`, clinic.Key, 200, `"2"`},
		{"POST", "/v1/practitioner-roles", clinic.RoleBody(clinic.NewDoctor(t, stack.NewDocument())), clinic.Key, 201, `"1"`},
		{"GET", role, nil, clinic.Key, 200, `"1"`},
		{"PATCH", role, `{"active":true}`, clinic.Key, 200, `"1"`},
		{"PATCH", role, `{"active":false}`, clinic.Key, 200, `"2"`},
		{"PATCH", role, `{"availableTimes":null}`, clinic.Key, 200, `"3"`},
		{"PATCH", role, `{"availableTimes":[]}`, clinic.Key, 200, `"3"`},
		{"POST", "/v1/schedule-exceptions", clinic.ExceptionBody(), clinic.Key, 201, `"1"`},
		{"GET", exception, nil, clinic.Key, 200, `"1"`},
		{"PATCH", "/v1/sites/" + clinic.Site, `{"city":"Cali"}`, clinic.Key, 200, `"2"`},
		{"PATCH", "/v1/sites/" + clinic.Site, `{"city":"Cali"}`, clinic.Key, 200, `"2"`},
		{"GET", "/v1/tenants/" + clinic.ID, nil, enlace.AdminKey, 200, `"1"`},
		{"PATCH", "/v1/tenants/" + clinic.ID, `{"taxId":"900123456"}`, enlace.AdminKey, 200, `"2"`},
		{"PATCH", "/v1/tenants/" + clinic.ID, `{}`, enlace.AdminKey, 200, `"2"`},
		{"GET", "/v1/tenants/me", nil, clinic.Key, 200, `"2"`},
		{"POST", "/v1/auth/api-keys", `{"name":"other","scopes":["patients:read"]}`, clinic.Key, 201, `"1"`},
	} {
		got := versioned(t, c.status, stack.Request{Method: c.method, Path: c.path, Key: c.key, Body: c.body})
		if got != c.etag {
			t.Errorf("%s %s: ETag %s instead of %s", c.method, c.path, got, c.etag)
		}
	}
}

func TestAChangeOfAnotherVersionIsRefused(t *testing.T) {
	w := theWorld(t)
	key, _ := w.alpha.NewKey(t, "patients:read")
	patient, number := w.alpha.NewPatient(t)
	appointment := w.alpha.NewAppointment(t, number)
	appointmentType, room := "/v1/appointment-types/"+w.alpha.NewAppointmentType(t), "/v1/rooms/"+w.alpha.NewRoom(t)
	role := "/v1/practitioner-roles/" + w.alpha.NewRole(t, w.alpha.NewDoctor(t, stack.NewDocument()))
	exception := "/v1/schedule-exceptions/" + w.alpha.NewException(t)
	var refusals []refusal
	for _, c := range []struct {
		method, path string
		body         any
		key          string
	}{
		{"PATCH", "/v1/patients/" + patient, `{"email":"luz@example.com"}`, ""},
		{"PATCH", "/v1/patients/" + patient, `{"email":"no address"}`, ""},
		{"PUT", "/v1/patients/by-document/CC/" + number, `{"email":"luz@example.com"}`, ""},
		{"POST", "/v1/patients/" + patient + "/restore", `{}`, ""},
		{"DELETE", "/v1/patients/" + patient, nil, ""},
		{"PATCH", "/v1/appointments/" + appointment, `{"comment":"x"}`, ""},
		{"POST", "/v1/appointments/" + appointment + "/cancel", `{}`, ""},
		{"DELETE", "/v1/appointments/" + appointment, nil, ""},
		{"PATCH", appointmentType, `{"name":"x"}`, ""},
		{"PATCH", appointmentType, `{"name":""}`, ""},
		{"DELETE", appointmentType, nil, ""},
		{"PATCH", room, `{"name":"x"}`, ""},
		{"PATCH", room, `{"name":""}`, ""},
		{"DELETE", room, nil, ""},
		{"PATCH", role, `{"active":false}`, ""},
		{"PATCH", role, `{"availableTimes":[{}]}`, ""},
		{"DELETE", role, nil, ""},
		{"DELETE", exception, nil, ""},
		{"PATCH", "/v1/doctors/" + w.alpha.Doctor, `{"specialty":"x"}`, ""},
		{"PATCH", "/v1/doctors/" + w.alpha.Doctor, `{"npi":"1"}`, ""},
		{"DELETE", "/v1/doctors/" + w.alpha.Doctor, nil, ""},
		{"PATCH", "/v1/sites/" + w.alpha.Site, `{"city":"x"}`, ""},
		{"DELETE", "/v1/sites/" + w.alpha.Site, nil, ""},
		{"PATCH", "/v1/tenants/" + w.beta.ID, `{"taxId":"1"}`, enlace.AdminKey},
		{"PATCH", "/v1/tenants/" + w.beta.ID, `{}`, enlace.AdminKey},
		{"DELETE", "/v1/tenants/" + w.beta.ID, nil, enlace.AdminKey},
		{"POST", "/v1/auth/api-keys/" + key + "/rotate", `{}`, ""},
		{"DELETE", "/v1/auth/api-keys/" + key, nil, ""},
	} {
		for _, etag := range []string{`"99"`, `"98", "99"`, `W/"1"`, `"x"`} {
			refusals = append(refusals, refusal{name: c.method + " " + c.path + " " + etag, method: c.method, path: c.path,
				body: c.body, key: c.key, header: map[string]string{"If-Match": etag},
				status: 412, code: "FAILED_PRECONDITION", reason: "ETAG_MISMATCH"})
		}
		refusals = append(refusals, refusal{name: c.method + " " + c.path + " without quotes", method: c.method, path: c.path,
			body: c.body, key: c.key, header: map[string]string{"If-Match": "1"},
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "If-Match"})
	}
	for _, etag := range []string{"*", `"1"`} {
		refusals = append(refusals, refusal{name: "a PUT of nobody with " + etag, method: "PUT",
			path: "/v1/patients/by-document/CC/" + stack.NewDocument(), body: `{"firstName":"Luz","lastName":"Rojas"}`,
			header: map[string]string{"If-Match": etag}, status: 412, code: "FAILED_PRECONDITION", reason: "ETAG_MISMATCH"})
	}
	mustRefuse(t, refusals)
}

func TestAChangeOfTheVersionThatWasReadIsMade(t *testing.T) {
	clinic := enlace.NewClinic(t, "Right Version")
	patient, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	appointmentType, room := "/v1/appointment-types/"+clinic.NewAppointmentType(t), "/v1/rooms/"+clinic.NewRoom(t)
	key, _ := clinic.NewKey(t, "patients:read")
	role, exception := "/v1/practitioner-roles/"+clinic.NewRole(t, clinic.Doctor), "/v1/schedule-exceptions/"+clinic.NewException(t)
	site := clinic.Must(t, 201, "POST", "/v1/sites", `{"name":"Sede Sur"}`).Text("id")
	for _, c := range []struct {
		method, path string
		body         any
		key, etag    string
		status       int
	}{
		{"PATCH", "/v1/patients/" + patient, `{"mrn":"1"}`, clinic.Key, `"1"`, 200},
		{"PATCH", "/v1/patients/" + patient, `{"mrn":"2"}`, clinic.Key, `"1"`, 412},
		{"PATCH", "/v1/patients/" + patient, `{"mrn":"3"}`, clinic.Key, `"1", "2"`, 200},
		{"PATCH", "/v1/patients/" + patient, `{"mrn":"4"}`, clinic.Key, `*`, 200},
		{"PUT", "/v1/patients/by-document/CC/" + number, `{"mrn":"5"}`, clinic.Key, `"4"`, 200},
		{"DELETE", "/v1/patients/" + patient, nil, clinic.Key, `"5"`, 204},
		{"POST", "/v1/patients/" + patient + "/restore", nil, clinic.Key, `"6"`, 200},
		{"PATCH", "/v1/appointments/" + appointment, `{"comment":"x"}`, clinic.Key, `"1"`, 200},
		{"POST", "/v1/appointments/" + appointment + "/cancel", nil, clinic.Key, `"2"`, 200},
		{"DELETE", "/v1/appointments/" + appointment, nil, clinic.Key, `"3"`, 204},
		{"PATCH", appointmentType, `{"name":"x"}`, clinic.Key, `"1"`, 200},
		{"DELETE", appointmentType, nil, clinic.Key, `"1"`, 412},
		{"DELETE", appointmentType, nil, clinic.Key, `"2"`, 204},
		{"PATCH", room, `{"name":"x"}`, clinic.Key, `"1"`, 200},
		{"DELETE", room, nil, clinic.Key, `"1"`, 412},
		{"DELETE", room, nil, clinic.Key, `"2"`, 204},
		{"PATCH", role, `{"active":false}`, clinic.Key, `"1"`, 200},
		{"DELETE", role, nil, clinic.Key, `"1"`, 412},
		{"DELETE", role, nil, clinic.Key, `"2"`, 204},
		{"DELETE", exception, nil, clinic.Key, `"1"`, 204},
		{"PATCH", "/v1/doctors/" + clinic.Doctor, `{"specialty":"x"}`, clinic.Key, `"1"`, 200},
		{"PATCH", "/v1/doctors/" + clinic.Doctor, `{"specialty":"y"}`, clinic.Key, `"1"`, 412},
		{"DELETE", "/v1/doctors/" + clinic.Doctor, nil, clinic.Key, `"1"`, 412},
		{"DELETE", "/v1/doctors/" + clinic.Doctor, nil, clinic.Key, `"2"`, 204},
		{"PATCH", "/v1/sites/" + site, `{"city":"Cali"}`, clinic.Key, `"1"`, 200},
		{"DELETE", "/v1/sites/" + site, nil, clinic.Key, `"1"`, 412},
		{"DELETE", "/v1/sites/" + site, nil, clinic.Key, `"2"`, 204},
		{"POST", "/v1/auth/api-keys/" + key + "/rotate", nil, clinic.Key, `"1"`, 200},
		{"DELETE", "/v1/auth/api-keys/" + key, nil, clinic.Key, `"2"`, 204},
		{"DELETE", "/v1/auth/api-keys/" + key, nil, clinic.Key, `"2"`, 412},
		{"DELETE", "/v1/auth/api-keys/" + key, nil, clinic.Key, `"3"`, 204},
		{"PATCH", "/v1/tenants/" + clinic.ID, `{"taxId":"1"}`, enlace.AdminKey, `"1"`, 200},
		{"DELETE", "/v1/tenants/" + clinic.ID, nil, enlace.AdminKey, `"1"`, 412},
		{"DELETE", "/v1/tenants/" + clinic.ID, nil, enlace.AdminKey, `"2"`, 204},
	} {
		answer := enlace.Call(t, stack.Request{Method: c.method, Path: c.path, Body: c.body, Key: c.key,
			Header: map[string]string{"If-Match": c.etag}})
		if answer.Status != c.status {
			t.Errorf("%s %s of %s: %d instead of %d: %s", c.method, c.path, c.etag, answer.Status, c.status, answer.Body)
		}
	}
}

func TestVersionsReachGrpcCallers(t *testing.T) {
	w := theWorld(t)
	id, number := w.alpha.NewPatient(t)
	patients := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	as := func(ifMatch string) context.Context {
		return metadata.AppendToOutgoingContext(stack.As(t, w.alpha.Key), "if-match", ifMatch)
	}
	var header metadata.MD
	got, err := patients.GetPatient(as(""), &patientv1.GetPatientRequest{Id: id}, grpc.Header(&header))
	if err != nil || got.GetEtag() != `"1"` || len(header.Get("etag")) != 1 || header.Get("etag")[0] != `"1"` {
		t.Fatalf("%q, metadata %q, %v", got.GetEtag(), header.Get("etag"), err)
	}
	change := &patientv1.UpdatePatientRequest{Id: id, Mrn: proto.String("HC-1")}
	if _, err := patients.UpdatePatient(as(got.GetEtag()), change); err != nil {
		t.Error(err)
	}
	_, err = patients.UpdatePatient(as(got.GetEtag()), change)
	if refusal := stack.RefusalOf(err); status.Code(err) != codes.FailedPrecondition || refusal.Reason != "ETAG_MISMATCH" {
		t.Errorf("%v %+v", err, refusal)
	}
	upsert := &patientv1.UpsertPatientByDocumentRequest{DocTypeId: "CC", DocNumber: number}
	for created, document := range map[bool]string{false: number, true: stack.NewDocument()} {
		upsert.DocNumber, upsert.FirstName, upsert.LastName = document, proto.String("Luz"), proto.String("Rojas")
		if _, err := patients.UpsertPatientByDocument(as(""), upsert, grpc.Header(&header)); err != nil ||
			(len(header.Get("x-created")) == 1) != created {
			t.Errorf("created %v: metadata %v, %v", created, header, err)
		}
	}
}
