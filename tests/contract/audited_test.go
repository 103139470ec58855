package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// audited registers a patient of the administrator's clinic, and waits until the audit knows of it.
func audited(t *testing.T, admin *stack.Person) string {
	t.Helper()
	answer := admin.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument()})
	if answer.Status != http.StatusCreated {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, 30*time.Second, "the audit knows of the patient", func() bool {
		events := admin.Call(t, "GET", "/v1/audit/events?resourceId="+answer.ID(), nil)
		return events.Status == http.StatusOK && len(events.Object(t).Objects(t, "events")) > 0
	})
	return answer.ID()
}

// sealed waits until a checkpoint covers the clinic's first two events, and answers the first.
func sealed(t *testing.T, clinic *stack.Clinic) string {
	t.Helper()
	stack.Eventually(t, 30*time.Second, "a checkpoint covers two events", func() bool {
		return clinic.Call(t, "GET", "/v1/audit/consistency?first=1&second=2", nil).Status == http.StatusOK
	})
	answer := clinic.Call(t, "GET", "/v1/audit/export", nil)
	first, _, _ := bytes.Cut(answer.Body, []byte("\n"))
	var record stack.Object
	if err := json.Unmarshal(first, &record); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return record.Member("event").Text("id")
}
