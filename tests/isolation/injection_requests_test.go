package isolation

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// request is what the RPC takes from the caller: of the clinic's own where it asks for an id.
func (c injection) request(t *testing.T) *dynamicpb.Message {
	t.Helper()
	request := dynamicpb.NewMessage(c.method.Input())
	text := whole(c.clinic, c.method.Input().Name())
	if text == "" {
		text = valid(c.clinic, c.rpc)
	}
	if err := protojson.Unmarshal([]byte(text), request); err != nil {
		t.Fatalf("%s: %v", c.name(), err)
	}
	creates := strings.HasPrefix(string(c.method.Name()), "Create") && c.key == c.clinic.Key
	setField(request, "validate_only", !creates)
	if id := c.method.Input().Fields().ByName("id"); id != nil && request.Get(id).String() == "" {
		request.Set(id, protoreflect.ValueOfString(c.idOf(string(c.method.Name()))))
	}
	return request
}

// idOf is the id of what an RPC is named for.
func (c injection) idOf(method string) string {
	ids := c.clinic.ids()
	for _, resource := range []struct{ suffix, kind string }{
		{"PractitionerRole", "role"}, {"Practitioner", "doctor"}, {"Location", "site"}, {"AppointmentType", "appointment type"},
		{"Room", "room"}, {"ScheduleException", "exception"}, {"CalendarFeed", "calendar feed"}, {"WaitlistEntry", "waitlist entry"},
		{"WaitlistOffer", "waitlist entry"}, {"Slot", "hold"}, {"Appointment", "appointment"}, {"Patient", "patient"},
		{"PatientAccesses", "patient"}, {"ApiKey", "key"}, {"Tenant", "tenant"},
	} {
		if strings.HasSuffix(method, resource.suffix) {
			return ids[resource.kind]
		}
	}
	return stack.NewID()
}

// whole fills requests of which `valid` has no more than what it takes to judge an id.
func whole(c owned, request protoreflect.Name) string {
	const person = `"email":"injected@example.com","firstName":"Ana","lastName":"Gil"`
	switch request {
	case "RecordAuditEventsRequest":
		return `{"events":[{"tenantId":"` + c.ID + `","event":{"id":"` + stack.NewID() + `","occurredAt":"2026-11-30T00:00:00Z",` +
			`"eventType":"WRITE","action":"CREATE","resourceType":"Patient","resourceId":"` + stack.NewID() + `",` +
			`"actor":{"type":"API_KEY","id":"` + c.KeyID + `"},"success":true,"resourceVersion":"1"},"afterJson":"{}"}]}`
	case "RegisterClinicRequest":
		return `{"clinicName":"Another","ownerFirstName":"Ana","ownerLastName":"Gil","ownerEmail":"injected@example.com","password":"` + stack.Password + `"}`
	case "LoginRequest":
		return `{"email":"injected@example.com","password":"` + stack.Password + `"}`
	case "CreateTenantRequest":
		return `{"name":"Another"}`
	case "CreateWorkflowRequest":
		return `{"name":"flow_` + stack.NewDocument() + `"}`
	case "CreateInvitationRequest":
		return `{"email":"injected@example.com","role":"provider"}`
	case "AddDoctorRequest":
		return `{` + person + `,"docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}`
	case "AddAdministratorRequest":
		return `{` + person + `,"tenantId":"` + c.ID + `"}`
	case "ErasePersonFromAuditRequest":
		return `{"id":"` + stack.NewID() + `","reason":"Asked for by the person"}`
	case "SearchSlotsRequest":
		return `{"doctorId":"` + c.Doctor + `","mode":"ALL"}`
	}
	return ""
}
