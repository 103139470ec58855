package contract

import (
	"fmt"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// An answer with personal data has its record, which names as many resources as the answer held, and no
// record tells of an answer that was none.
func TestEveryAnsweredReadOfTheseTestsHasItsRecord(t *testing.T) {
	gets := getsOfPersonalData(t)
	disclosed := map[string]int{}
	reads, lists := 0, 0
	for _, service := range stack.Services {
		for _, line := range enlace.LogLines(t, service) {
			if line.Text("msg") != "call" || line.Text("code") != "OK" {
				continue
			}
			method := line.Text("method")
			resources, _ := line["disclosed"].(float64)
			if resources == 0 {
				if gets[method] {
					t.Errorf("%s was answered, and disclosed nothing: %v", method, line)
				}
				continue
			}
			disclosed[method+" "+line.Text("request_id")] += int(resources)
			if gets[method] {
				reads++
			} else if strings.Contains(method, "/List") {
				lists++
			}
		}
	}
	recorded := map[string]int{}
	for _, a := range stack.Query[struct {
		Endpoint string
		Request  string
		Count    int
	}](t, enlace, stack.Database(stack.Audit), "SELECT endpoint, request_id AS request, sum(cardinality(resource_ids)) AS count"+
		" FROM audit_events WHERE event_type = 'ACCESS' GROUP BY 1, 2") {
		recorded[a.Endpoint+" "+a.Request] = a.Count
	}
	for call, resources := range disclosed {
		if recorded[call] != resources {
			t.Errorf("%s disclosed %d resources, and is recorded with %d", call, resources, recorded[call])
		}
	}
	for call, resources := range recorded {
		if disclosed[call] == 0 {
			t.Errorf("%s is recorded with %d resources, and was not answered", call, resources)
		}
	}
	if reads < 50 || lists < 20 {
		t.Errorf("these tests read %d times and listed %d times", reads, lists)
	}
}

// What answers personal data and has no record of an access, with the reason.
var unrecorded = map[string]string{
	"enlace.appointment.v1.AppointmentService/CreateAppointment": echo,
	"enlace.auth.v1.AuthService/CreateApiKey":                    echo,
	"enlace.auth.v1.AuthService/GetPrincipal":                    own,
	"enlace.auth.v1.AuthService/RotateApiKey":                    "the record of the successor names the owner",
	"enlace.auth.v1.IdentityService/AcceptInvitation":            own,
	"enlace.auth.v1.IdentityService/ActAs":                       own,
	"enlace.auth.v1.IdentityService/GetMailLink":                 own,
	"enlace.auth.v1.IdentityService/ListSessions":                own,
	"enlace.auth.v1.IdentityService/Login":                       own,
	"enlace.auth.v1.IdentityService/RefreshTokens":               own,
	"enlace.auth.v1.IdentityService/RegisterClinic":              own,
	"enlace.auth.v1.IdentityService/SwitchTenant":                own,
	"enlace.auth.v1.IdentityService/VerifyMfa":                   own,
	"enlace.auth.v1.MemberService/AddAdministrator":              echo,
	"enlace.auth.v1.MemberService/AddDoctor":                     echo,
	"enlace.auth.v1.MemberService/CreateInvitation":              echo,
	"enlace.auth.v1.TermsService/AcceptTerms":                    own,
	"enlace.auth.v1.TermsService/RevokeTermsAcceptance":          own,
	"enlace.patient.v1.PatientService/CreatePatient":             echo,
	"enlace.patient.v1.PatientService/ResolvePatientNames":       "the service that asks shows them, and records it",
}

// elsewhere are RPCs that no test of this package calls, with the test that finds their records.
var elsewhere = map[string]string{
	"enlace.appointment.v1.CalendarService/GetCalendar":   "TestACalendarNamesPatientsOfDoctorsWhoAllowItAndItIsRecorded",
	"enlace.audit.v1.AuditStreamService/WatchAuditEvents": "watch_test",
}

const (
	echo = "the answer is what the caller sent, which the record of the write holds"
	own  = "the data is the caller's own"
)

// Every RPC whose answer can hold personal data was answered with some, and has its record.
func TestEveryRpcThatAnswersPersonalDataHasItsRecord(t *testing.T) {
	recorded := map[string]bool{}
	for _, a := range stack.Query[struct{ Endpoint string }](t, enlace, stack.Database(stack.Audit),
		"SELECT DISTINCT endpoint FROM audit_events WHERE event_type = 'ACCESS'") {
		recorded[a.Endpoint] = true
	}
	for method, discloses := range answersOfPersonalData() {
		reason, excepted := unrecorded[method]
		switch {
		case excepted && (discloses || recorded[method]):
			t.Errorf("%s has records, although %s", method, reason)
		case !excepted && !recorded[method] && elsewhere[method] == "":
			t.Errorf("%s answers personal data, and has no record", method)
		}
	}
}

// answersOfPersonalData are the RPCs whose answers can hold personal data: whether the pipeline sees to
// their records, by full name.
func answersOfPersonalData() map[string]bool {
	found := map[string]bool{}
	everyRpc(func(name string, method protoreflect.MethodDescriptor, rule *commonv1.AccessRule) {
		if rule.GetDisclosesPersonalData() || holdsPersonalData(method.Output(), map[protoreflect.FullName]bool{}) {
			found[name] = rule.GetDisclosesPersonalData()
		}
	})
	return found
}

func holdsPersonalData(message protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) bool {
	if seen[message.FullName()] {
		return false
	}
	seen[message.FullName()] = true
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		if proto.GetExtension(field.Options(), commonv1.E_PersonalData).(bool) {
			return true
		}
		if field.Message() != nil && holdsPersonalData(field.Message(), seen) {
			return true
		}
	}
	return false
}

// getsOfPersonalData are the RPCs that answer one resource of which they always disclose something.
func getsOfPersonalData(t *testing.T) map[string]bool {
	t.Helper()
	gets := map[string]bool{}
	everyRpc(func(name string, method protoreflect.MethodDescriptor, rule *commonv1.AccessRule) {
		if rule.GetDisclosesPersonalData() && strings.HasPrefix(string(method.Name()), "Get") {
			gets[name] = true
		}
	})
	if len(gets) == 0 {
		t.Fatal("no RPC discloses personal data")
	}
	return gets
}

func everyRpc(visit func(name string, method protoreflect.MethodDescriptor, rule *commonv1.AccessRule)) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				method := file.Services().Get(i).Methods().Get(j)
				rule := proto.GetExtension(method.Options(), commonv1.E_Access).(*commonv1.AccessRule)
				visit(fmt.Sprintf("%s/%s", method.Parent().FullName(), method.Name()), method, rule)
			}
		}
		return true
	})
}
