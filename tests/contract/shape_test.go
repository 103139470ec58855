package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

var camelCase = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// mustBeCamelCase looks at every name of the API's own, and that an id is a text.
func mustBeCamelCase(t *testing.T, where string, value any) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if !camelCase.MatchString(name) {
				t.Errorf("%s holds %q", where, name)
			}
			if _, isText := member.(string); !isText && (name == "id" || strings.HasSuffix(name, "Id")) {
				t.Errorf("%s.%s is %v, no text", where, name, member)
			}
			// The names in these are the clinic's own.
			if name != "customFields" && name != "settings" && name != "branding" {
				mustBeCamelCase(t, where+"."+name, member)
			}
			if member == nil {
				t.Errorf("%s.%s is null", where, name)
			}
		}
	case []any:
		for _, item := range v {
			mustBeCamelCase(t, where, item)
		}
	}
}

func TestTheShapeOfEveryAnswer(t *testing.T) {
	clinic := enlace.NewClinic(t, "Shapes")
	for path, list := range map[string]string{"/v1/patients": "patients", "/v1/appointments": "appointments",
		"/v1/appointment-types": "appointmentTypes", "/v1/rooms": "rooms", "/v1/calendar-feeds": "calendarFeeds",
		"/v1/waitlist": "waitlistEntries",
		"/v1/audit/events?resourceId=" + stack.NewID(): "events",
		"/v1/patients/" + stack.NewID() + "/accesses":  "accesses"} {
		answer := clinic.Call(t, "GET", path, nil)
		if want := `{"` + list + `":[]}`; answer.Status != 200 || string(bytes.TrimSpace(answer.Body)) != want {
			t.Errorf("%s without anything to list: %d %s instead of %s", path, answer.Status, answer.Body, want)
		}
	}
	patient, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	role, exception := clinic.NewRole(t, clinic.Doctor), clinic.NewException(t)
	for _, path := range []string{"/v1/patients/" + patient, "/v1/appointments/" + appointment, "/v1/doctors/" + clinic.Doctor,
		"/v1/sites/" + clinic.Site, "/v1/appointment-types/" + clinic.NewAppointmentType(t), "/v1/rooms/" + clinic.NewRoom(t),
		"/v1/calendar-feeds/" + clinic.NewCalendarFeed(t),
		"/v1/appointment-types", "/v1/rooms", "/v1/tenants/me", "/v1/auth/principal", "/v1/auth/api-keys", "/v1/patients",
		"/v1/practitioner-roles/" + role, "/v1/schedule-exceptions/" + exception, "/v1/practitioner-roles",
		"/v1/schedule-exceptions", "/v1/holidays?year=2026", "/v1/appointments", "/v1/doctors", "/v1/sites",
		"/v1/audit/events", "/v1/audit/key", "/v1/patients/" + patient + "/accesses", "/v1/catalogs", "/v1/catalogs/genders",
		"/v1/waitlist/" + clinic.NewWaiting(t, patient), "/v1/waitlist"} {
		answer := clinic.Call(t, "GET", path, nil)
		if answer.Status != 200 || answer.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", path, answer.Status, answer.Header.Get("Content-Type"))
			continue
		}
		mustBeCamelCase(t, path, map[string]any(answer.Object(t)))
		mustLeaveOutWhatIsAbsent(t, path, map[string]any(answer.Object(t)))
	}
}

// mustLeaveOutWhatIsAbsent finds members that hold nothing.
func mustLeaveOutWhatIsAbsent(t *testing.T, where string, value any) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			mustLeaveOutWhatIsAbsent(t, where+"."+name, member)
		}
	case []any:
		for i, item := range v {
			mustLeaveOutWhatIsAbsent(t, fmt.Sprintf("%s[%d]", where, i), item)
		}
	case nil:
		t.Errorf("%s is null", where)
	case string:
		if v == "" {
			t.Errorf("%s is an empty text", where)
		}
	}
}

func TestNullClearsWhatATenantCanDoWithout(t *testing.T) {
	clinic := enlace.NewClinic(t, "Clearing")
	patch := func(status int, body string) stack.Object {
		return enlace.Must(t, status, stack.Request{Method: "PATCH", Path: "/v1/tenants/" + clinic.ID, Key: enlace.AdminKey, Body: body})
	}
	patch(200, `{"taxId":"900123456-7","branding":{"colour":"blue"},"settings":{"country":"PE"}}`)
	cleared := patch(200, `{"taxId":null,"branding":null,"settings":null}`)
	if _, there := cleared["taxId"]; there || len(cleared.Member("branding")) != 0 || len(cleared.Member("settings")) != 0 {
		t.Errorf("null cleared nothing: %v", cleared)
	}
	for _, field := range []string{"name", "timeZone", "active"} {
		refused := patch(400, `{"`+field+`":null}`)
		if text := refused.Text("detail"); text != field+": can't be cleared" {
			t.Errorf("null for %s is refused with %q", field, text)
		}
	}
}

// What says something of the call is left out by null, as in a creation.
func TestNullLeavesOutWhatIsNoFieldOfTheResource(t *testing.T) {
	clinic := enlace.NewClinic(t, "Leaving Out")
	patient, number := clinic.NewPatient(t)
	clinic.Must(t, 200, "PATCH", "/v1/patients/"+patient, `{"id":null,"mrn":"7","idempotencyKey":null,"validateOnly":null}`)
	clinic.Must(t, 200, "PUT", "/v1/patients/by-document/CC/"+number, `{"eventType":null,"actionType":null,"mrn":"8"}`)
}

func TestWritesAnswerWhatTheirMethodPromises(t *testing.T) {
	clinic := enlace.NewClinic(t, "Promises")
	number := stack.NewDocument()
	made := clinic.Call(t, "POST", "/v1/patients", `{"event_type":"PATIENT","action_type":"CREATE","first_name":"Luz",
		"last_name":"Rojas","doc_type_id":"CC","doc_number":"`+number+`","custom_fields":{"plan":"gold","floor":3}}`)
	patient := made.ID()
	if made.Status != 201 || patient == "" || made.Header.Get("Location") != "/v1/patients/"+patient {
		t.Fatalf("%d, Location %q: %s", made.Status, made.Header.Get("Location"), made.Body)
	}
	start, end := stack.NewSlot()
	created := map[string]any{
		"/v1/appointments":        clinic.BookingBody(number, start, end),
		"/v1/doctors":             stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": stack.NewDocument()},
		"/v1/sites":               stack.Object{"name": "Sede Sur"},
		"/v1/appointment-types":   stack.Object{"code": "CONTROL", "name": "Control", "durationMinutes": 20},
		"/v1/rooms":               stack.Object{"clinicId": clinic.Site, "name": "1"},
		"/v1/calendar-feeds":      stack.Object{"clinicId": clinic.Site},
		"/v1/auth/api-keys":       stack.Object{"name": "bot", "scopes": []string{"patients:read"}},
		"/v1/practitioner-roles":  clinic.RoleBody(clinic.Doctor),
		"/v1/schedule-exceptions": clinic.ExceptionBody(),
	}
	for path, body := range created {
		answer := clinic.Call(t, "POST", path, body)
		id := answer.ID()
		if key := answer.Object(t).Member("apiKey"); key != nil {
			id = key.Text("id")
		}
		if answer.Status != 201 || id == "" || answer.Header.Get("Location") != path+"/"+id {
			t.Errorf("%s: %d, Location %q: %s", path, answer.Status, answer.Header.Get("Location"), answer.Body)
		}
		there := clinic.Call(t, "GET", answer.Header.Get("Location"), nil)
		if there.Status != 200 || there.ID() != id || there.Header.Get("ETag") == "" {
			t.Errorf("%s leads to %d, ETag %q: %s", answer.Header.Get("Location"), there.Status, there.Header.Get("ETag"), there.Body)
		}
	}
	byDocument := clinic.Call(t, "PUT", "/v1/patients/by-document/CC/"+stack.NewDocument(), `{"firstName":"Luz","lastName":"Rojas"}`)
	if byDocument.Status != 201 || byDocument.Header.Get("Location") != "/v1/patients/"+byDocument.ID() {
		t.Errorf("a PUT that creates: %d, Location %q", byDocument.Status, byDocument.Header.Get("Location"))
	}

	patched := clinic.Must(t, 200, "PATCH", "/v1/patients/"+patient,
		`{"email":"luz@example.com","phones":["+573001234567"],"customFields":{"floor":null,"vip":true}}`)
	text, err := json.Marshal(patched["customFields"])
	if err != nil || string(text) != `{"plan":"gold","vip":true}` || patched.Text("firstName") != "Luz" {
		t.Errorf("the PATCH made %v", patched)
	}
	cleared := clinic.Must(t, 200, "PATCH", "/v1/patients/"+patient, `{"email":null,"phones":null,"customFields":null}`)
	if _, there := cleared["email"]; there || len(cleared["phones"].([]any)) != 0 || len(cleared.Member("customFields")) != 0 {
		t.Errorf("null cleared nothing: %v", cleared)
	}
	gone := clinic.Call(t, "DELETE", "/v1/patients/"+patient, nil)
	if gone.Status != 204 || len(gone.Body) != 0 || gone.Header.Get("Content-Type") != "" || gone.Header.Get("ETag") != "" {
		t.Errorf("the DELETE: %d %q %v", gone.Status, gone.Body, gone.Header)
	}
}
