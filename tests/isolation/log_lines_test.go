package isolation

import (
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/dynamicpb"
)

// ofCalls are lines that belong to a call and are not the line that each call has: what says them in
// which process.
var ofCalls = map[string]string{
	"break-glass access":                         stack.Patient,
	"publishing terms":                           stack.Auth,
	"a relay's batch of audit events is refused": stack.Audit,
	"call":    stack.Appointment,
	"request": stack.Gateway,
}

// Whatever was called before, by this test or by others: a line that names a request or a method belongs
// to a call.
func TestEveryLineOfACallTellsItsRequestAndTrace(t *testing.T) {
	clinic := enlace.NewClinic(t, "Lines")
	patient, _ := clinic.NewPatient(t)
	clinic.Must(t, 404, "GET", "/v1/appointments/"+stack.NewID(), nil)
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients/" + patient, Key: clinic.Key,
		Header: map[string]string{"X-Purpose-Of-Use": "ETREAT", "X-Purpose-Reason": "Emergency"}})
	enlace.PublishTerms(t, "DATA_PROCESSING")
	refuseABatch(t)

	said := func(message string) bool {
		for _, line := range enlace.LogLines(t, ofCalls[message]) {
			if line.Text("msg") == message {
				return true
			}
		}
		return false
	}
	for message := range ofCalls {
		stack.Eventually(t, relayed, message+" is said", func() bool { return said(message) })
	}
	told := map[string]bool{}
	for _, process := range stack.Processes {
		for _, line := range enlace.LogLines(t, process) {
			ofCall := line["request_id"] != nil || line["method"] != nil || line["trace_id"] != nil || ofCalls[line.Text("msg")] != ""
			if ofCall && (line.Text("request_id") == "" || len(line.Text("trace_id")) != 32) && !told[process+line.Text("msg")] {
				told[process+line.Text("msg")] = true
				t.Errorf("%s does not say of which call this is: %v", process, line)
			}
		}
	}
}

// refuseABatch sends the audit service an event that none is.
func refuseABatch(t *testing.T) {
	t.Helper()
	all := newEverybody(t)
	for _, r := range all.rpcs {
		if r.method.Name() != "RecordAuditEvents" {
			continue
		}
		request := dynamicpb.NewMessage(r.method.Input())
		if err := protojson.Unmarshal([]byte(`{"events":[{"tenantId":"`+all.clinic.ID+`"}]}`), request); err != nil {
			t.Fatal(err)
		}
		if _, err := all.of(t, r).call(t, request); err == nil {
			t.Error("an event that none is was taken")
		}
	}
}

// mustBeLogged waits until whoever refused these calls has said so.
func mustBeLogged(t *testing.T, ids map[string]bool, processes ...string) {
	t.Helper()
	missing := ""
	if !stack.Within(relayed, func() bool {
		said := map[string]bool{}
		for _, process := range processes {
			for _, line := range enlace.LogLines(t, process) {
				said[line.Text("request_id")] = len(line.Text("trace_id")) == 32
			}
		}
		for id := range ids {
			if !said[id] {
				missing = id
				return false
			}
		}
		return true
	}) {
		t.Errorf("none of %v tells of the refused call %q with its trace", processes, missing)
	}
}
