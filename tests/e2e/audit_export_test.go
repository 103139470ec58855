package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	"enlace.dev/tests/stack"
)

// export is the audit as the caller exports it, a JSON object for each line.
func export(t *testing.T, key, query string) []stack.Object {
	t.Helper()
	answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/audit/export" + query, Key: key})
	if answer.Status != 200 || answer.Header.Get("Content-Type") != "application/x-ndjson" {
		t.Fatalf("%d %s: %s", answer.Status, answer.Header.Get("Content-Type"), answer.Body)
	}
	var records []stack.Object
	for _, line := range bytes.Split(bytes.TrimSpace(answer.Body), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var record stack.Object
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		records = append(records, record)
	}
	if len(records) > 0 && (answer.Header.Get("X-Total-Count") == "" || answer.Header.Get("X-Total-Count") != records[0].Text("total")) {
		t.Errorf("X-Total-Count is %q, total %q", answer.Header.Get("X-Total-Count"), records[0].Text("total"))
	}
	return records
}

// exported waits until an export holds the creation of the resource.
func exported(t *testing.T, key, resource string) []stack.Object {
	t.Helper()
	var records []stack.Object
	stack.Eventually(t, 30*time.Second, "the creation is exported", func() bool {
		records = export(t, key, "")
		return slices.ContainsFunc(records, func(r stack.Object) bool {
			return r.Member("event").Text("resourceId") == resource && r.Member("event").Text("action") == "CREATE"
		})
	})
	return records
}

func TestAnExportHoldsTheChainWithoutAGap(t *testing.T) {
	clinic := enlace.NewClinic(t, "Export")
	patient, _ := clinic.NewPatient(t)
	records := exported(t, clinic.Key, patient)
	// Each service's events arrive on their own: the patient's may be among the first.
	stack.Eventually(t, 30*time.Second, "there are more than two records", func() bool {
		records = export(t, clinic.Key, "")
		return len(records) > 2
	})
	for i, record := range records {
		if record.Text("position") != fmt.Sprint(i) || record.Text("tenantId") != clinic.ID || record.Text("entryHash") == "" {
			t.Errorf("the record at %d: %v", i, record)
		}
		if record.Text("payload") == "" || record.Text("personId") == "" || record.Text("payloadKey") == "" {
			t.Errorf("the record at %d is not sealed: %v", i, record)
		}
	}
	rest := export(t, clinic.Key, "?fromPosition=2")
	if len(rest) < len(records)-2 || rest[0].Text("position") != "2" || rest[0].Text("entryHash") != records[2].Text("entryHash") {
		t.Errorf("from the position 2: %v", rest)
	}
	if none := export(t, clinic.Key, "?to=2020-01-01T00:00:00Z"); len(none) != 0 {
		t.Errorf("before there were any: %v", none)
	}
	// What was exported is told by the audit.
	stack.Eventually(t, 30*time.Second, "the export is in the audit", func() bool {
		found := clinic.Must(t, 200, "GET", "/v1/audit/events?resourceType=AuditEvent&resourceId="+records[0].Member("event").Text("id"), nil).Objects(t, "events")
		return slices.ContainsFunc(found, func(e stack.Object) bool {
			return e.Text("endpoint") == "enlace.audit.v1.AuditStreamService/ExportAuditEvents"
		})
	})
}

func TestAnExportByRESTAndOneByGRPCAgree(t *testing.T) {
	clinic := enlace.NewClinic(t, "Export Twice")
	patient, _ := clinic.NewPatient(t)
	records := exported(t, clinic.Key, patient)
	stream, err := auditv1.NewAuditStreamServiceClient(enlace.Conn(t, stack.Audit)).ExportAuditEvents(
		stack.As(t, clinic.Key), &auditv1.ExportAuditEventsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var messages []*auditv1.ExportedAuditEvent
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, message)
	}
	if len(messages) < len(records) {
		t.Fatalf("%d records by gRPC, %d by REST before", len(messages), len(records))
	}
	for i, record := range records {
		m := messages[i]
		if record.Text("position") != fmt.Sprint(m.GetPosition()) || record.Text("entryHash") != m.GetEntryHash() ||
			record.Text("payload") != m.GetPayload() || record.Text("payloadKey") != m.GetPayloadKey() ||
			record.Member("event").Text("id") != m.GetEvent().GetId() {
			t.Errorf("at %d: %v and %v", i, record, m)
		}
	}
}

func TestAnAuditorsExportHoldsNobodysData(t *testing.T) {
	owner := enlace.Register(t, "Exported Clinic").Verify(t)
	auditor := owner.Join(t, "PROVIDER")
	enlace.Exec(t, stack.Database(stack.Auth), "BEGIN; SET LOCAL app.actor_id = 'test'; UPDATE memberships SET role = 'auditor'"+
		" WHERE user_id = '"+stack.UUID(t, auditor.UserID)+"'; COMMIT")
	made := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Clotilde",
		"lastName": "Zubiría", "docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t).Text("id")
	records := exported(t, auditor.AccessToken, made)
	text, err := json.Marshal(records)
	if err != nil {
		t.Fatal(err)
	}
	for _, personal := range []string{"Clotilde", "Zubiría", owner.Email, "payloadKey", "127.0.0.1"} {
		if strings.Contains(string(text), personal) {
			t.Errorf("the auditor's export holds %s", personal)
		}
	}
	for _, record := range records {
		if record.Text("payload") == "" || record.Text("entryHash") == "" {
			t.Errorf("it can't be checked: %v", record)
		}
	}
	if all, _ := json.Marshal(exported(t, owner.AccessToken, made)); !strings.Contains(string(all), "Clotilde") {
		t.Error("the administrator's export lacks what happened")
	}
}

func TestAnotherClinicsExportIsItsOwn(t *testing.T) {
	one, two := enlace.NewClinic(t, "Export One"), enlace.NewClinic(t, "Export Two")
	patient, _ := one.NewPatient(t)
	exported(t, one.Key, patient)
	for _, record := range export(t, two.Key, "") {
		if record.Text("tenantId") != two.ID || record.Member("event").Text("resourceId") == patient {
			t.Errorf("another clinic exports %v", record)
		}
	}
}

func TestAnExportIsRefusedBeforeItsFirstLine(t *testing.T) {
	clinic := enlace.NewClinic(t, "Export Refused")
	_, blind := clinic.NewKey(t, "patients:read")
	for _, c := range []struct {
		key, query string
		status     int
	}{{blind, "", 403}, {"", "", 401}, {clinic.Key, "?fromPosition=-1", 400}, {clinic.Key, "?from=yesterday", 400}, {clinic.Key, "?nonsense=1", 400}} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/audit/export" + c.query, Key: c.key})
		if answer.Status != c.status || answer.Problem(t).Status != c.status {
			t.Errorf("%s: %d %s", c.query, answer.Status, answer.Body)
		}
	}
}
