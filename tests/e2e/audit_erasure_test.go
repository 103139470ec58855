package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const erasureReason = "Solicitud de supresión del titular"

// eraser is an administrator who erases patients from the audit.
type eraser struct{ *stack.Person }

func newEraser(t *testing.T, clinic string) eraser {
	t.Helper()
	return eraser{enlace.Register(t, clinic).Verify(t)}
}

// registers makes a patient of that name, and waits until the audit has it.
func (e eraser) registers(t *testing.T, name string) string {
	t.Helper()
	answer := e.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": name, "lastName": "Zubiría", "docTypeId": "CC", "docNumber": stack.NewDocument()})
	if answer.Status != http.StatusCreated {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, 30*time.Second, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	if shown := fmt.Sprint(e.shown(t, answer.ID())); !strings.Contains(shown, name) {
		t.Fatalf("the audit shows %s", shown)
	}
	return answer.ID()
}

// shown are the patient's events in the audit.
func (e eraser) shown(t *testing.T, id string) []stack.Object {
	t.Helper()
	answer := e.Call(t, "GET", "/v1/audit/events?resourceType=Patient&resourceId="+id, nil)
	if answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	return answer.Object(t).Objects(t, "events")
}

func (e eraser) erases(t *testing.T, id string, status int) {
	t.Helper()
	answer := e.Call(t, "POST", "/v1/audit/persons/"+id+"/erase", stack.Object{"reason": erasureReason})
	if answer.Status != status {
		t.Fatalf("erasing %s is answered %d instead of %d: %s", id, answer.Status, status, answer.Body)
	}
}

// digest is that of the stored rows of the patient's events, which a proof is over.
func digest(t *testing.T, id string) string {
	t.Helper()
	return enlace.Exec(t, stack.Database(stack.Audit), "SELECT count(*) || md5(string_agg(e::text, '' ORDER BY seq)) FROM audit_events AS e"+
		" WHERE resource_id = '"+stack.UUID(t, id)+"' AND resource_type = 'Patient'")
}

func TestAnErasedPatientIsGoneFromTheAuditAndTheEventsStay(t *testing.T) {
	admin, other := newEraser(t, "Erasing Clinic"), newEraser(t, "Another Clinic")
	maria, jose := admin.registers(t, "María"), admin.registers(t, "José")
	before := digest(t, maria)
	other.erases(t, maria, http.StatusNotFound)

	admin.erases(t, maria, http.StatusNoContent)

	shown := admin.shown(t, maria)
	for _, personal := range []string{"María", "Zubiría", admin.Email, "127.0.0.1"} {
		if strings.Contains(fmt.Sprint(shown), personal) {
			t.Errorf("the audit still shows %s: %v", personal, shown)
		}
	}
	for _, event := range shown {
		mustHold(t, event, stack.Object{"erased": true, "resourceId": maria, "success": true})
		mustHold(t, event.Member("actor"), stack.Object{"type": "USER", "id": admin.UserID})
	}
	if after := digest(t, maria); after != before {
		t.Errorf("the stored events were %s and are %s", before, after)
	}
	if kept := fmt.Sprint(admin.shown(t, jose)); !strings.Contains(kept, "José") || strings.Contains(kept, "erased") {
		t.Errorf("of another patient the audit shows %s", kept)
	}
	admin.erases(t, maria, http.StatusNotFound)
}

func TestAnErasureIsRecordedWithItsReason(t *testing.T) {
	admin := newEraser(t, "Recorded Erasure")
	id := admin.registers(t, "Clotilde")
	admin.erases(t, id, http.StatusNoContent)

	records := admin.Call(t, "GET", "/v1/audit/events?resourceType=AuditPersonKey", nil).Object(t).Objects(t, "events")

	if len(records) != 1 {
		t.Fatalf("%v", records)
	}
	mustHold(t, records[0], stack.Object{"eventType": "WRITE", "action": "DELETE", "resourceId": id, "success": true})
	mustHold(t, records[0].Member("actor"), stack.Object{"type": "USER", "id": admin.UserID, "email": admin.Email})
	mustHold(t, records[0].Member("after"), stack.Object{"reason": erasureReason})
}

func TestWhatHappensAfterAnErasureIsRecordedAnew(t *testing.T) {
	admin := newEraser(t, "After Erasure")
	id := admin.registers(t, "Clotilde")
	admin.erases(t, id, http.StatusNoContent)
	if answer := admin.Call(t, "PATCH", "/v1/patients/"+id, stack.Object{"mrn": "HC-77"}); answer.Status != http.StatusOK {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, 30*time.Second, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	for _, event := range admin.shown(t, id) {
		switch {
		case event.Text("action") == "UPDATE":
			mustHold(t, event.Member("after"), stack.Object{"mrn": "HC-77"})
			mustHold(t, event, stack.Object{"erased": nil})
		case event.Text("action") == "CREATE":
			mustHold(t, event, stack.Object{"erased": true, "after": nil})
		}
	}
}

func TestAMistakenErasureErasesNothing(t *testing.T) {
	admin := newEraser(t, "Mistaken Erasure")
	id := admin.registers(t, "Clotilde")
	for what, body := range map[string]stack.Object{
		"without a reason":       {},
		"with a short reason":    {"reason": "borrar"},
		"with an unknown member": {"reason": erasureReason, "motivo": "x"},
	} {
		if answer := admin.Call(t, "POST", "/v1/audit/persons/"+id+"/erase", body); answer.Status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", what, answer.Status, answer.Body)
		}
	}
	for _, of := range []string{admin.TenantID, stack.NewID(), "1032456789"} {
		admin.erases(t, of, http.StatusNotFound)
	}
	if shown := fmt.Sprint(admin.shown(t, id)); !strings.Contains(shown, "Clotilde") || strings.Contains(shown, "erased") {
		t.Errorf("the audit shows %s", shown)
	}
}
