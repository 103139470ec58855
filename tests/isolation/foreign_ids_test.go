package isolation

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// valid fills requests that are judged as a whole, so that a foreign id is all that is wrong with
// them. Each call of it makes another document and slot.
func valid(c owned, r rpc) string {
	start, end := stack.NewSlot()
	switch r.method.Input().Name() {
	case "CreatePatientRequest":
		return `{"eventType":"PATIENT","actionType":"CREATE","firstName":"Luz","lastName":"Rojas","docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}`
	case "UpsertPatientByDocumentRequest":
		return `{"firstName":"Luz","lastName":"Rojas","docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}`
	case "EnsurePatientRequest":
		// Only tried: a new patient gets the id that is asked for, whatever another tenant has under it,
		// and beta would have patients of its own under alpha's ids.
		return `{"validateOnly":true,"patient":{"firstName":"Luz","lastName":"Rojas","docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}}`
	case "UpdatePatientRequest":
		return `{"firstName":"Eva"}`
	case "CreateAppointmentRequest":
		return `{"eventType":"APPOINTMENT","actionType":"CREATE","startAppointment":"` + start + `","endAppointment":"` + end +
			`","patientId":"` + c.patient + `","doctorId":"` + c.Doctor + `"}`
	case "UpdateAppointmentRequest":
		return `{"comment":"x"}`
	case "CreatePractitionerRequest":
		return `{"firstName":"Ana","lastName":"Gil","docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}`
	case "CreateLocationRequest":
		return `{"name":"Another"}`
	case "CreateAppointmentTypeRequest":
		return `{"code":"TYPE_` + stack.NewDocument() + `","name":"Another","durationMinutes":20}`
	case "CreateRoomRequest":
		return `{"clinicId":"` + c.Site + `","name":"` + stack.NewDocument() + `"}`
	case "CreateCalendarFeedRequest":
		return `{"doctorId":"` + c.Doctor + `"}`
	case "UpdateAppointmentTypeRequest", "UpdateRoomRequest":
		return `{"name":"Another"}`
	case "HoldSlotRequest":
		return `{"offerId":"` + c.offer + `"}`
	case "CreateWaitlistEntryRequest":
		return `{"patientId":"` + c.patient + `","partOfDay":"EVENING"}`
	case "CreatePractitionerRoleRequest":
		return `{"doctorId":"` + c.Doctor + `","clinicId":"` + c.Site + `"}`
	case "UpdatePractitionerRoleRequest":
		return `{"active":false}`
	case "CreateScheduleExceptionRequest":
		return `{"doctorId":"` + c.Doctor + `","clinicId":"` + c.Site + `","kind":"OPEN",` +
			`"start":"2026-12-24T00:00:00-05:00","end":"2026-12-25T00:00:00-05:00"}`
	case "CreateApiKeyRequest":
		return `{"name":"made by beta","scopes":["patients:read"]}`
	case "ResolvePatientRequest":
		return `{}`
	}
	return `{}`
}

func message(t *testing.T, c owned, r rpc) *dynamicpb.Message {
	t.Helper()
	request := dynamicpb.NewMessage(r.method.Input())
	if err := protojson.Unmarshal([]byte(valid(c, r)), request); err != nil {
		t.Fatalf("%s: %v", r.name(), err)
	}
	return request
}

// idFields are the text fields of a request whose names say that they hold an id.
func idFields(message protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	var found []protoreflect.FieldDescriptor
	for i := range message.Fields().Len() {
		fd := message.Fields().Get(i)
		name := string(fd.Name())
		if fd.Kind() == protoreflect.StringKind && !fd.IsList() && !fd.IsMap() &&
			(name == "id" || strings.HasSuffix(name, "_id")) {
			found = append(found, fd)
		}
	}
	return found
}

// isCode tells that a field holds a word of a catalogue, which no id ever is.
func isCode(fd protoreflect.FieldDescriptor) bool {
	name := string(fd.Name())
	return strings.HasSuffix(name, "_type_id") ||
		slices.Contains([]string{"gender_id", "gender_identity_id", "eps_id"}, name)
}

// verdict is what an answer says, without what differs from call to call.
func verdict(err error) string {
	refusal := stack.RefusalOf(err)
	refusal.RequestID = ""
	out := status.Code(err).String() + " " + status.Convert(err).Message() + " " + refusal.Reason
	for _, field := range slices.Sorted(maps.Keys(refusal.Violations)) {
		out += " " + field + "=" + refusal.Violations[field]
	}
	return out
}

func TestAForeignIdInAnyFieldOfAnyRpcIsAnsweredLikeAnAbsentOne(t *testing.T) {
	alpha, beta := clinics(t)
	before := enlace.TakeSnapshot(t, alpha.ID)
	calls := 0
	for _, r := range everyRPC(t) {
		for _, fd := range idFields(r.method.Input()) {
			for what, foreign := range alpha.ids() {
				ask := func(id string) (*dynamicpb.Message, error) {
					request := message(t, beta, r)
					request.Set(fd, protoreflect.ValueOfString(id))
					calls++
					return r.call(t, beta.Key, request)
				}
				answer, err := ask(foreign)
				_, absent := ask(stack.NewID())
				if verdict(err) != verdict(absent) {
					t.Errorf("%s, %s of alpha as %s: %s\nan absent id: %s", r.name(), what, fd.Name(), verdict(err), verdict(absent))
				}
				mustHoldNothingOf(t, alpha, foreign, r.name(), answer)
			}
		}
	}
	if calls < 100 {
		t.Errorf("only %d calls were tried", calls)
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, alpha.ID)); len(changed) != 0 {
		t.Errorf("alpha's rows changed: %v", changed)
	}
}

func TestForeignIdsInAllFieldsAtOnceReachNothing(t *testing.T) {
	alpha, beta := clinics(t)
	before := enlace.TakeSnapshot(t, alpha.ID)
	for _, r := range everyRPC(t) {
		for _, foreign := range alpha.ids() {
			ask := func(id string) (*dynamicpb.Message, error) {
				request := message(t, beta, r)
				for _, fd := range idFields(r.method.Input()) {
					if !isCode(fd) {
						request.Set(fd, protoreflect.ValueOfString(id))
					}
				}
				return r.call(t, beta.Key, request)
			}
			answer, err := ask(foreign)
			_, absent := ask(stack.NewID())
			if verdict(err) != verdict(absent) {
				t.Errorf("%s: %s\nabsent ids: %s", r.name(), verdict(err), verdict(absent))
			}
			mustHoldNothingOf(t, alpha, foreign, r.name(), answer)
		}
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, alpha.ID)); len(changed) != 0 {
		t.Errorf("alpha's rows changed: %v", changed)
	}
}

// mustHoldNothingOf fails when an answer holds an id or the name of a clinic, other than the id that
// was sent.
func mustHoldNothingOf(t *testing.T, c owned, sent, what string, answer proto.Message) {
	t.Helper()
	text := protojson.Format(answer)
	for kind, id := range c.ids() {
		if id != sent && strings.Contains(text, id) {
			t.Errorf("%s answers with %s's %s: %s", what, c.Name, kind, text)
		}
	}
	if strings.Contains(text, c.Name) || strings.Contains(text, c.number) {
		t.Errorf("%s answers with data of %s: %s", what, c.Name, text)
	}
}
