package e2e

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// The bots' payloads as the API guide prints them; the site's id is the clinic's own.
const patientPayload = `{"eventType":"PATIENT","actionType":"CREATE",
 "firstName":"María","secondName":"José","lastName":"Rodríguez","secondLastName":"Pérez",
 "birthDate":"1990-04-12","genderId":"F","docTypeId":"CC","docNumber":"1032456789",
 "phones":["+573001234567"],"email":"maria@example.com","epsId":"EPS005","habeasData":true,
 "customFields":{"preferredLanguage":"es","plan":"gold"}}`

const appointmentPayload = `{"eventType":"APPOINTMENT","actionType":"CREATE",
 "startAppointment":"2026-12-01T09:00:00-05:00","endAppointment":"2026-12-01T09:30:00-05:00",
 "patientDocTypeId":"CC","patientDocNumber":"1032456789","doctorDocTypeId":"CC","doctorDocNumber":"79555111",
 "modality":"IN_PERSON","state":"SCHEDULED","notificationState":"PENDING","appointmentType":"GENERAL",
 "clinicId":"…","comment":"Primera vez","customFields":{"channel":"whatsapp"}}`

// sent is what of a payload must come back as it was sent.
func sent(t *testing.T, payload string, but ...string) stack.Object {
	t.Helper()
	var fields stack.Object
	if err := json.Unmarshal([]byte(payload), &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(but, "eventType", "actionType") {
		delete(fields, name)
	}
	return fields
}

func mustHold(t *testing.T, answer, fields stack.Object) {
	t.Helper()
	for name, want := range fields {
		if !reflect.DeepEqual(answer[name], want) {
			t.Errorf("%s is %v instead of %v", name, answer[name], want)
		}
	}
}

func mustBeUTC(t *testing.T, answer stack.Object, names ...string) {
	t.Helper()
	for _, name := range names {
		text := answer.Text(name)
		if _, err := time.Parse(time.RFC3339, text); err != nil || !strings.HasSuffix(text, "Z") {
			t.Errorf("%s is %q, no time in UTC", name, text)
		}
	}
}

func TestTheBotsPayloadsRegisterAPatientAndBookAnAppointment(t *testing.T) {
	alpha, beta := enlace.NewClinic(t, "Alpha Payloads"), enlace.NewClinic(t, "Beta Payloads")
	booking := strings.Replace(appointmentPayload, "…", alpha.Site, 1)

	made := alpha.Call(t, "POST", "/v1/patients", patientPayload)
	if made.Status != 201 {
		t.Fatalf("the patient was answered %d: %s", made.Status, made.Body)
	}
	patient := made.Object(t)
	if got := made.Header.Get("Location"); got != "/v1/patients/"+patient.Text("id") {
		t.Errorf("the patient's Location is %q", got)
	}
	mustHold(t, patient, sent(t, patientPayload))
	mustBeUTC(t, patient, "createdAt", "updatedAt")

	booked := alpha.Call(t, "POST", "/v1/appointments", booking)
	if booked.Status != 201 {
		t.Fatalf("the appointment was answered %d: %s", booked.Status, booked.Body)
	}
	appointment := booked.Object(t)
	if got := booked.Header.Get("Location"); got != "/v1/appointments/"+appointment.Text("id") {
		t.Errorf("the appointment's Location is %q", got)
	}
	mustHold(t, appointment, sent(t, booking, "startAppointment", "endAppointment"))
	mustHold(t, appointment, stack.Object{
		"startAppointment": "2026-12-01T14:00:00Z", "endAppointment": "2026-12-01T14:30:00Z",
		"startLocal": "2026-12-01T09:00:00-05:00", "endLocal": "2026-12-01T09:30:00-05:00",
		"timeZone": "America/Bogota", "patientId": patient["id"], "doctorId": alpha.Doctor,
		"spoken": "Tuesday, December 1 at 9:00 in the morning",
	})
	inSpanish := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/appointments/" + appointment.Text("id"), Key: alpha.Key,
		Header: map[string]string{"Accept-Language": "es-CO"}})
	mustHold(t, inSpanish, stack.Object{"spoken": "martes 1 de diciembre a las 9:00 de la mañana"})
	mustBeUTC(t, appointment, "createdAt", "updatedAt")

	t.Run("a second booking of the same doctor and time is refused", func(t *testing.T) {
		again := alpha.Call(t, "POST", "/v1/appointments", booking)
		if p := again.Problem(t); again.Status != 409 || p.Reason != "SLOT_TAKEN" {
			t.Errorf("answered %d %s", again.Status, p.Reason)
		}
	})
	t.Run("both are read as they were answered", func(t *testing.T) {
		mustHold(t, alpha.Must(t, 200, "GET", "/v1/patients/"+patient.Text("id"), nil), patient)
		mustHold(t, alpha.Must(t, 200, "GET", "/v1/appointments/"+appointment.Text("id"), nil), appointment)
	})
	t.Run("another clinic sees neither", func(t *testing.T) {
		for _, path := range []string{"/v1/patients/" + patient.Text("id"), "/v1/appointments/" + appointment.Text("id")} {
			answer := beta.Call(t, "GET", path, nil)
			if p := answer.Problem(t); answer.Status != 404 || p.Reason != "NOT_FOUND" {
				t.Errorf("%s answered %d %s", path, answer.Status, p.Reason)
			}
		}
		for path, name := range map[string]string{
			"/v1/patients": "patients", "/v1/patients?docTypeId=CC&docNumber=1032456789": "patients",
			"/v1/appointments": "appointments", "/v1/appointments?doctorId=" + alpha.Doctor: "appointments",
		} {
			if list := beta.Must(t, 200, "GET", path, nil).Objects(t, name); len(list) != 0 {
				t.Errorf("%s shows %v", path, list)
			}
		}
	})
}

func TestTheSameDocumentBelongsToEachClinicForItself(t *testing.T) {
	one, two := enlace.NewClinic(t, "One Document"), enlace.NewClinic(t, "Two Document")
	number := stack.NewDocument()
	one.Must(t, 201, "POST", "/v1/patients", one.PatientBody(number))
	two.Must(t, 201, "POST", "/v1/patients", two.PatientBody(number))
	again := one.Call(t, "POST", "/v1/patients", one.PatientBody(number))
	if p := again.Problem(t); again.Status != 409 || p.Reason != "DOCUMENT_EXISTS" {
		t.Errorf("the second one was answered %d %s", again.Status, p.Reason)
	}
}
