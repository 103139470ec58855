package e2e

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// accesses waits until the patient has at least `count` of them, and returns them.
func accesses(t *testing.T, clinic *stack.Clinic, patient string, count int) []stack.Object {
	t.Helper()
	var found []stack.Object
	stack.Eventually(t, 30*time.Second, "the patient's accesses are listed", func() bool {
		found = clinic.Must(t, 200, "GET", "/v1/patients/"+patient+"/accesses", nil).Objects(t, "accesses")
		return len(found) >= count
	})
	return found
}

func TestAPatientsAccessesShowWhoSawTheRecord(t *testing.T) {
	clinic := enlace.NewClinic(t, "Accesses")
	patient, number := clinic.NewPatient(t)
	other, _ := clinic.NewPatient(t)
	clinic.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	clinic.Must(t, 200, "GET", "/v1/patients", nil)
	clinic.Must(t, 200, "GET", "/v1/patients?docTypeId=CC&docNumber="+number, nil)
	clinic.Must(t, 200, "GET", "/v1/patients/"+other, nil)

	read := func(a stack.Object) bool { return a.Text("endpoint") == "enlace.patient.v1.PatientService/GetPatient" }
	list := func(a stack.Object) bool {
		return a.Text("endpoint") == "enlace.patient.v1.PatientService/ListPatients" && a.Text("action") == "LIST"
	}
	var found []stack.Object
	stack.Eventually(t, 30*time.Second, "one read and both lists of the patient are listed", func() bool {
		found = accesses(t, clinic, patient, 3)
		return len(slices.DeleteFunc(slices.Clone(found), list)) == len(found)-2 && slices.ContainsFunc(found, read)
	})
	one := found[slices.IndexFunc(found, read)]
	mustHold(t, one, stack.Object{"action": "READ", "ip": "127.0.0.1", "fieldsClass": "CLINICAL"})
	mustHold(t, one.Member("actor"), stack.Object{"type": "API_KEY", "id": clinic.KeyID, "email": clinic.Owner})
	mustBeUTC(t, one, "occurredAt")
	if _, said := one["purpose"]; said {
		t.Errorf("a purpose that nobody named: %v", one)
	}
	at := func(a stack.Object) time.Time {
		occurred, err := time.Parse(time.RFC3339Nano, a.Text("occurredAt"))
		if err != nil {
			t.Fatal(err)
		}
		return occurred
	}
	if !slices.IsSortedFunc(found, func(a, b stack.Object) int { return at(b).Compare(at(a)) }) {
		t.Errorf("not newest first: %v", found)
	}
	pages := clinic.Pages(t, "/v1/patients/"+patient+"/accesses?pageSize=2", "accesses")
	if got := len(slices.Concat(pages...)); got != len(found) {
		t.Errorf("%d accesses in pages, %d in one list", got, len(found))
	}
}

func TestALookAtAPatientsAccessesIsAnEventOfTheAudit(t *testing.T) {
	clinic := enlace.NewClinic(t, "Accesses Seen")
	patient, _ := clinic.NewPatient(t)
	clinic.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	shown := accesses(t, clinic, patient, 1)
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients/" + patient + "/accesses", Key: clinic.Key,
		Header: map[string]string{"X-Request-Id": "accesses-look"}})
	look := events(t, clinic, url.Values{"requestId": {"accesses-look"}}, 1)[0]
	mustHold(t, look, stack.Object{"eventType": "ACCESS", "action": "LIST", "resourceType": "AuditEvent",
		"endpoint": "enlace.audit.v1.AuditService/ListPatientAccesses"})
	ids := look["resourceIds"].([]any)
	if !slices.Contains(ids, any(shown[0].Text("id"))) {
		t.Errorf("%v does not name %s", ids, shown[0].Text("id"))
	}
}

func TestAnAbsentOrForeignPatientHasNoAccesses(t *testing.T) {
	one, two := enlace.NewClinic(t, "Accesses One"), enlace.NewClinic(t, "Accesses Two")
	patient, _ := one.NewPatient(t)
	one.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	accesses(t, one, patient, 1)
	for _, id := range []string{patient, stack.NewID()} {
		answer := two.Must(t, 200, "GET", "/v1/patients/"+id+"/accesses", nil)
		if found := answer.Objects(t, "accesses"); len(found) != 0 {
			t.Errorf("%s has %v", id, found)
		}
	}
}
