package contract

import (
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
