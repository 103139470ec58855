package e2e

import (
	"testing"

	"enlace.dev/tests/stack"
)

func TestAKeyMayDoWhatItsScopesSayAndNothingElse(t *testing.T) {
	clinic := enlace.NewClinic(t, "Scopes")
	patient, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	start, end := stack.NewSlot()
	booking := clinic.BookingBody(number, start, end)
	for _, c := range []struct {
		name, scope, method, path string
		body                      any
		status                    int
	}{
		{"reads a patient", "patients:read", "GET", "/v1/patients/" + patient, nil, 200},
		{"finds by document", "patients:read", "GET", "/v1/patients?docTypeId=CC&docNumber=" + number, nil, 200},
		{"finds by e-mail", "patients:read", "GET", "/v1/patients?email=a@example.com", nil, 200},
		{"finds by phone", "patients:read", "GET", "/v1/patients?phone=%2B573001234567", nil, 200},
		{"may not list", "patients:read", "GET", "/v1/patients", nil, 403},
		{"may not search by name", "patients:read", "GET", "/v1/patients?name=Luz", nil, 403},
		{"may not search by type alone", "patients:read", "GET", "/v1/patients?docTypeId=CC", nil, 403},
		{"may not write", "patients:read", "PATCH", "/v1/patients/" + patient, `{"firstName":"Eva"}`, 403},
		{"lists", "patients:list", "GET", "/v1/patients", nil, 200},
		{"may not read one by a list's scope", "patients:list", "GET", "/v1/patients/" + patient, nil, 403},
		{"registers", "patients:write", "POST", "/v1/patients", clinic.PatientBody(stack.NewDocument()), 201},
		{"may not read what it wrote", "patients:write", "GET", "/v1/patients/" + patient, nil, 403},
		{"may not book", "patients:write", "POST", "/v1/appointments", booking, 403},
		{"books", "appointments:write", "POST", "/v1/appointments", booking, 201},
		{"may not read a booking", "appointments:write", "GET", "/v1/appointments/" + appointment, nil, 403},
		{"reads a booking", "appointments:read", "GET", "/v1/appointments/" + appointment, nil, 200},
		{"finds a patient's bookings", "appointments:read", "GET", "/v1/appointments?patientId=" + patient, nil, 200},
		{"may not list bookings", "appointments:read", "GET", "/v1/appointments", nil, 403},
		{"lists bookings", "appointments:list", "GET", "/v1/appointments", nil, 200},
		{"reads doctors", "directory:read", "GET", "/v1/doctors", nil, 200},
		{"may not add doctors", "directory:read", "POST", "/v1/doctors", `{}`, 403},
		{"may not see the audit", "directory:read", "GET", "/v1/audit/events", nil, 403},
		{"sees the audit", "audit:read", "GET", "/v1/audit/events", nil, 200},
		{"reads keys", "api-keys:read", "GET", "/v1/auth/api-keys", nil, 200},
		{"may not make keys", "api-keys:read", "POST", "/v1/auth/api-keys", `{"name":"x1","scopes":["api-keys:read"]}`, 403},
		{"reads its tenant", "tenant:read", "GET", "/v1/tenants/me", nil, 200},
		{"learns who it is", "tenant:read", "GET", "/v1/auth/principal", nil, 200},
	} {
		t.Run("with "+c.scope+" a key "+c.name, func(t *testing.T) {
			_, key := clinic.NewKey(t, c.scope)
			answer := enlace.Call(t, stack.Request{Method: c.method, Path: c.path, Key: key, Body: c.body})
			if answer.Status != c.status {
				t.Fatalf("answered %d instead of %d: %s", answer.Status, c.status, answer.Body)
			}
			if c.status != 403 {
				return
			}
			if p := answer.Problem(t); p.Reason != "SCOPE_MISSING" {
				t.Errorf("the reason is %s", p.Reason)
			}
		})
	}
}

func TestAKeyCannotGiveScopesThatItLacks(t *testing.T) {
	clinic := enlace.NewClinic(t, "Grants")
	_, weak := clinic.NewKey(t, "api-keys:write", "patients:read")
	answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/api-keys", Key: weak,
		Body: `{"name":"stronger","scopes":["patients:read","patients:write"]}`})
	if p := answer.Problem(t); answer.Status != 400 || len(p.Fields()) != 1 || p.Fields()[0] != "scopes[1]" {
		t.Errorf("answered %d %v", answer.Status, p)
	}
	strong, _ := clinic.NewKey(t, "patients:write")
	answer = enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/auth/api-keys/" + strong + "/rotate", Key: weak, Body: `{}`})
	if p := answer.Problem(t); answer.Status != 403 || p.Reason != "SCOPE_MISSING" {
		t.Errorf("rotating a stronger key was answered %d %s", answer.Status, p.Reason)
	}
}

func TestTheRolesOfPlatformAndClinicAreApart(t *testing.T) {
	clinic := enlace.NewClinic(t, "Roles")
	for _, r := range []stack.Request{
		{Method: "POST", Path: "/v1/tenants", Key: clinic.Key, Body: `{"name":"Another"}`},
		{Method: "GET", Path: "/v1/tenants", Key: clinic.Key},
		{Method: "GET", Path: "/v1/tenants/" + clinic.ID, Key: clinic.Key},
		{Method: "DELETE", Path: "/v1/tenants/" + clinic.ID, Key: clinic.Key},
		{Method: "GET", Path: "/v1/patients", Key: enlace.AdminKey},
		{Method: "GET", Path: "/v1/tenants/me", Key: enlace.AdminKey},
	} {
		answer := enlace.Call(t, r)
		if p := answer.Problem(t); answer.Status != 403 || p.Reason != "ROLE_NOT_ALLOWED" {
			t.Errorf("%s %s was answered %d %s", r.Method, r.Path, answer.Status, p.Reason)
		}
	}
}
