package isolation

import (
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// Nothing of what the clinic has is a patient's of the key's workflow, so that to it all that is a
// patient's is absent, in every field of every RPC. A new RPC is covered without a word here.
func TestToALimitedKeyTheIdsOfOtherPatientsAreAbsentOnes(t *testing.T) {
	clinic := newOwned(t, "Limited Isolation")
	clinic.NewWorkflow(t, "intake")
	key := clinic.NewLimitedKey(t, "intake")
	hidden := map[string]string{"patient": clinic.patient, "appointment": clinic.appointment, "waitlist entry": clinic.waiting}
	version := func(database, table, id string) string {
		return enlace.Exec(t, stack.Database(database), "SELECT version FROM "+table+" WHERE id = '"+stack.UUID(t, id)+"'")
	}
	versions := func() [3]string {
		return [3]string{version(stack.Patient, "patients", clinic.patient), version(stack.Appointment, "appointments", clinic.appointment),
			version(stack.Appointment, "waitlist_entries", clinic.waiting)}
	}
	before := versions()
	calls := 0
	for _, r := range everyRPC(t) {
		// Internal: it makes a patient under the id that it is given.
		if r.method.Input().Name() == "EnsurePatientRequest" {
			continue
		}
		for _, fd := range idFields(r.method.Input()) {
			for what, id := range hidden {
				ask := func(id string) (*dynamicpb.Message, error) {
					request := message(t, clinic, r)
					request.Set(fd, protoreflect.ValueOfString(id))
					calls++
					return r.call(t, key, request)
				}
				answer, err := ask(id)
				if _, absent := ask(stack.NewID()); verdict(err) != verdict(absent) {
					t.Errorf("%s, a hidden %s as %s: %s\nan absent id: %s\n%v", r.name(), what, fd.Name(), verdict(err), verdict(absent), answer)
				}
			}
		}
	}
	if calls < 100 {
		t.Errorf("only %d calls were tried", calls)
	}
	if after := versions(); after != before {
		t.Errorf("the hidden rows had the versions %v, and have %v", before, after)
	}
}

// What tells of all patients, whatever their workflow, is nothing for who is limited to some.
func TestALimitedKeyMakesNoCallThatTellsOfAllWorkflows(t *testing.T) {
	clinic := newOwned(t, "Whole Isolation")
	clinic.NewWorkflow(t, "intake")
	key := clinic.NewLimitedKey(t, "intake")
	found := map[string]bool{}
	for _, r := range everyRPC(t) {
		if r.rule().GetWholeTenant() {
			found[r.name()] = true
			mustDeny(t, r, key, "ROLE_NOT_ALLOWED")
		}
	}
	for _, name := range []string{"/enlace.audit.v1.AuditService/ListAuditEvents", "/enlace.audit.v1.AuditService/ListPatientAccesses",
		"/enlace.audit.v1.AuditProofService/GetAuditCheckpoint", "/enlace.audit.v1.AuditProofService/GetAuditEventProof",
		"/enlace.audit.v1.AuditProofService/GetAuditConsistency", "/enlace.audit.v1.AuditRetentionService/GetAuditRetention",
		"/enlace.audit.v1.AuditStreamService/ExportAuditEvents", "/enlace.audit.v1.AuditStreamService/WatchAuditEvents",
		"/enlace.appointment.v1.CalendarService/CreateCalendarFeed",
		"/enlace.auth.v1.PlanService/GetUsage", "/enlace.usage.v1.UsageService/GetServiceUsage"} {
		if !found[name] {
			t.Errorf("%s does not say that it tells of all workflows", name)
		}
	}
}
