package e2e

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// events waits until the audit holds `count` events for the query, and returns them.
func events(t *testing.T, clinic *stack.Clinic, query url.Values, count int) []stack.Object {
	t.Helper()
	var found []stack.Object
	stack.Eventually(t, 30*time.Second, query.Encode()+" lists the events", func() bool {
		found = clinic.Must(t, 200, "GET", "/v1/audit/events?"+query.Encode(), nil).Objects(t, "events")
		return len(found) >= count
	})
	if len(found) != count {
		t.Fatalf("%s lists %d events instead of %d: %v", query.Encode(), len(found), count, found)
	}
	return found
}

func TestTheAuditShowsWritesWithBeforeAndAfter(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Writes")
	patient := clinic.Must(t, 201, "POST", "/v1/patients", patientPayload).Text("id")
	booking := strings.Replace(appointmentPayload, "…", clinic.Site, 1)
	appointment := enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
		Body: booking, Header: map[string]string{"X-Request-Id": "audit-test-booking"}}).Text("id")
	clinic.Must(t, 200, "PATCH", "/v1/patients/"+patient, `{"firstName":"Mariana"}`)
	clinic.Must(t, 200, "POST", "/v1/appointments/"+appointment+"/cancel", `{}`)

	written := events(t, clinic, url.Values{"resourceId": {patient}, "eventType": {"WRITE"}}, 2)
	update, create := written[0], written[1]
	mustHold(t, create, stack.Object{"action": "CREATE", "resourceType": "Patient", "resourceId": patient,
		"success": true, "resourceVersion": "1"})
	if _, there := create["before"]; there {
		t.Errorf("a creation has a before: %v", create)
	}
	mustHold(t, create.Member("after"), stack.Object{"firstName": "María", "docNumber": "1032456789"})
	mustHold(t, create.Member("actor"), stack.Object{"type": "API_KEY", "id": clinic.KeyID, "email": clinic.Owner})
	mustBeUTC(t, create, "occurredAt")
	mustHold(t, update, stack.Object{"action": "UPDATE", "resourceVersion": "2"})
	mustHold(t, update.Member("before"), stack.Object{"firstName": "María"})
	mustHold(t, update.Member("after"), stack.Object{"firstName": "Mariana"})

	written = events(t, clinic, url.Values{"resourceType": {"Appointment"}, "eventType": {"WRITE"}}, 2)
	mustHold(t, written[1], stack.Object{"action": "CREATE", "resourceId": appointment, "requestId": "audit-test-booking"})
	mustHold(t, written[0].Member("before"), stack.Object{"state": "SCHEDULED"})
	mustHold(t, written[0].Member("after"), stack.Object{"state": "CANCELLED"})
}

func TestTheAuditShowsWhoReadWhat(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Reads")
	id, number := clinic.NewPatient(t)
	other, _ := clinic.NewPatient(t)
	read := func(path, requestID string) {
		enlace.Must(t, 200, stack.Request{Method: "GET", Path: path, Key: clinic.Key, Header: map[string]string{
			"X-Request-Id": requestID, "User-Agent": "reader/1.0"}})
	}
	read("/v1/patients/"+id, "audit-test-read")
	read("/v1/patients", "audit-test-list")
	read("/v1/patients?docTypeId=CC&docNumber="+number, "audit-test-find")
	read("/v1/patients?docTypeId=CC&docNumber=1999999998", "audit-test-none")

	one := events(t, clinic, url.Values{"requestId": {"audit-test-read"}}, 1)[0]
	mustHold(t, one, stack.Object{"eventType": "ACCESS", "action": "READ", "resourceType": "Patient", "resourceId": id,
		"endpoint": "enlace.patient.v1.PatientService/GetPatient", "userAgent": "reader/1.0", "success": true})
	mustHold(t, one.Member("actor"), stack.Object{"type": "API_KEY", "id": clinic.KeyID})

	list := events(t, clinic, url.Values{"requestId": {"audit-test-list"}}, 1)[0]
	mustHold(t, list, stack.Object{"action": "LIST", "resourceIds": []any{id, other}})
	mustHold(t, events(t, clinic, url.Values{"requestId": {"audit-test-find"}}, 1)[0],
		stack.Object{"action": "LIST", "resourceId": id})
	// Both reads of the list and the creation name the second patient.
	events(t, clinic, url.Values{"resourceId": {other}}, 2)
	if none := clinic.Must(t, 200, "GET", "/v1/audit/events?requestId=audit-test-none", nil).Objects(t, "events"); len(none) != 0 {
		t.Errorf("an answer that held nobody left %v", none)
	}
}

func TestABookingLeavesTheReadOfItsPatientInTheCallersName(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Booking")
	patient, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
		Body:   clinic.BookingBody(number, start, end),
		Header: map[string]string{"X-Request-Id": "audit-test-resolve", "User-Agent": "booker/1.0"}})
	found := events(t, clinic, url.Values{"requestId": {"audit-test-resolve"}, "resourceType": {"Patient"}}, 1)[0]
	mustHold(t, found, stack.Object{"eventType": "ACCESS", "action": "READ", "resourceId": patient,
		"endpoint": "enlace.patient.v1.PatientService/ResolvePatient", "ip": "127.0.0.1", "userAgent": "booker/1.0"})
	mustHold(t, found.Member("actor"), stack.Object{"type": "API_KEY", "id": clinic.KeyID})
}

func TestTheAuditIsListedNewestFirstAndInPages(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Pages")
	const count = 60
	var made []string
	for range count {
		id, _ := clinic.NewPatient(t)
		made = append(made, id)
	}
	slices.Reverse(made)
	query := "/v1/audit/events?resourceType=Patient&action=CREATE"
	stack.Eventually(t, 30*time.Second, "all creations are in the audit", func() bool {
		return len(slices.Concat(clinic.Pages(t, query+"&pageSize=200", "events")...)) >= count
	})
	pages := clinic.Pages(t, query, "events")
	if len(pages) != 2 {
		t.Errorf("%d pages instead of 2", len(pages))
	}
	var listed []string
	for _, event := range slices.Concat(pages...) {
		listed = append(listed, event.Text("resourceId"))
	}
	if !slices.Equal(listed, made) {
		t.Errorf("%d events, not the %d creations newest first", len(listed), count)
	}
}

func TestAuditEventsAreFoundByEachFilter(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audit Filters")
	id, _ := clinic.NewPatient(t)
	enlace.Must(t, 200, stack.Request{Method: "PATCH", Path: "/v1/patients/" + id, Key: clinic.Key, Body: `{"mrn":"HC-1"}`,
		Header: map[string]string{"X-Request-Id": "audit-filter-patch"}})
	// The change, and the disclosure of what it answered.
	update := events(t, clinic, url.Values{"requestId": {"audit-filter-patch"}, "eventType": {"WRITE"}}, 1)[0]
	occurred, err := time.Parse(time.RFC3339Nano, update.Text("occurredAt"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(offset time.Duration) string { return occurred.Add(offset).Format(time.RFC3339Nano) }
	for name, query := range map[string]url.Values{
		"resource type": {"resourceType": {"Patient"}, "action": {"UPDATE"}},
		"resource":      {"resourceId": {id}, "action": {"UPDATE"}},
		"actor":         {"actorId": {clinic.KeyID}, "action": {"UPDATE"}},
		"action":        {"action": {"UPDATE"}},
		"event type":    {"eventType": {"WRITE"}, "action": {"UPDATE"}},
		"request":       {"request_id": {"audit-filter-patch"}, "event_type": {"WRITE"}},
		"from":          {"from": {at(0)}, "action": {"UPDATE"}},
		"to":            {"to": {at(time.Microsecond)}, "action": {"UPDATE"}},
		"from and to":   {"from": {at(0)}, "to": {at(time.Microsecond)}, "eventType": {"WRITE"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := events(t, clinic, query, 1)[0].Text("id"); got != update.Text("id") {
				t.Errorf("found %s instead of %s", got, update.Text("id"))
			}
		})
	}
	for _, query := range []string{"to=" + url.QueryEscape(at(0)), "from=" + url.QueryEscape(at(time.Microsecond)),
		"actorId=nobody", "resourceType=Appointment", "resourceId=" + stack.NewID(), "eventType=ACCESS"} {
		if found := clinic.Must(t, 200, "GET", "/v1/audit/events?action=UPDATE&"+query, nil).Objects(t, "events"); len(found) != 0 {
			t.Errorf("%s found %v", query, found)
		}
	}
}

func TestAnotherClinicsAuditStaysItsOwn(t *testing.T) {
	one, two := enlace.NewClinic(t, "Audit One"), enlace.NewClinic(t, "Audit Two")
	id, _ := one.NewPatient(t)
	events(t, one, url.Values{"resourceId": {id}}, 1)
	if seen := two.Must(t, 200, "GET", "/v1/audit/events?resourceId="+id, nil).Objects(t, "events"); len(seen) != 0 {
		t.Errorf("another clinic sees %v", seen)
	}
}

func TestAnAuditorSeesWhatWasDoneAndNobodysData(t *testing.T) {
	owner := enlace.Register(t, "Audited Clinic").Verify(t)
	auditor := owner.Join(t, "PROVIDER")
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET role = 'auditor'"+
		" WHERE user_id = '"+stack.UUID(t, auditor.UserID)+"'; COMMIT")
	made := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Clotilde",
		"lastName": "Zubiría", "docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t).Text("id")
	var body string
	stack.Eventually(t, 10*time.Second, "the auditor sees the patient's event", func() bool {
		answer := auditor.Call(t, "GET", "/v1/audit/events?resourceId="+made, nil)
		body = string(answer.Body)
		return answer.Status == http.StatusOK && len(answer.Object(t).Objects(t, "events")) > 0
	})
	for _, personal := range []string{"Clotilde", "Zubiría", owner.Email} {
		if strings.Contains(body, personal) {
			t.Errorf("the auditor sees %s: %s", personal, body)
		}
	}
	if !strings.Contains(body, `"firstName":"***"`) || !strings.Contains(body, owner.UserID) {
		t.Errorf("the auditor does not see what was done, and by whom: %s", body)
	}
	if answer := owner.Call(t, "GET", "/v1/audit/events?resourceId="+made, nil); !strings.Contains(string(answer.Body), "Clotilde") {
		t.Errorf("the administrator sees %s", answer.Body)
	}
}
