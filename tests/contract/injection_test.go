package contract

import (
	"net/url"
	"testing"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// TestNoTextIsTakenForCode sends the corpus in every string field of the writes and in every filter.
func TestNoTextIsTakenForCode(t *testing.T) {
	w := theWorld(t)
	start, end := stack.NewSlot()
	send := func(method, path string, body any) {
		t.Helper()
		answer := w.alpha.Call(t, method, path, body)
		if answer.Status >= 500 {
			t.Errorf("%s %s %v: %d %s", method, path, body, answer.Status, answer.Body)
		}
	}
	for _, text := range stack.Corpus() {
		for _, name := range texts(&patientv1.CreatePatientRequest{}) {
			send("POST", "/v1/patients", with(w.alpha.PatientBody(stack.NewDocument()), stack.Object{name: text}))
		}
		for _, name := range texts(&appointmentv1.CreateAppointmentRequest{}) {
			send("POST", "/v1/appointments", with(w.alpha.BookingBody(w.number, start, end), stack.Object{name: text}))
		}
		for _, name := range texts(&appointmentv1.CreatePractitionerRequest{}) {
			send("POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", name: text})
		}
		for _, name := range texts(&appointmentv1.CreateLocationRequest{}) {
			send("POST", "/v1/sites", with(stack.Object{"name": "North", "active": false}, stack.Object{name: text}))
		}
		for _, name := range texts(&appointmentv1.CreateAppointmentTypeRequest{}) {
			body := stack.Object{"code": "A", "name": "A", "durationMinutes": 20, "specialties": []string{text}}
			send("POST", "/v1/appointment-types", with(body, stack.Object{name: text}))
		}
		for _, name := range texts(&appointmentv1.CreateRoomRequest{}) {
			send("POST", "/v1/rooms", with(stack.Object{"clinicId": w.alpha.Site, "name": "A"}, stack.Object{name: text}))
		}
		for _, name := range texts(&appointmentv1.CreateCalendarFeedRequest{}) {
			send("POST", "/v1/calendar-feeds", stack.Object{name: text})
		}
		for _, name := range texts(&appointmentv1.ListRoomsRequest{}) {
			send("GET", "/v1/rooms?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&appointmentv1.SearchSlotsRequest{}) {
			send("POST", "/v1/slots/search", stack.Object{"mode": "ALL", "days": []string{text}, name: text})
		}
		for _, name := range texts(&appointmentv1.HoldSlotRequest{}) {
			send("POST", "/v1/slots/hold", stack.Object{name: text})
		}
		for _, name := range texts(&appointmentv1.CreateWaitlistEntryRequest{}) {
			send("POST", "/v1/waitlist", stack.Object{"patientId": w.patient, "days": []string{text}, name: text})
		}
		for _, name := range texts(&appointmentv1.ListWaitlistEntriesRequest{}) {
			send("GET", "/v1/waitlist?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&appointmentv1.ListPractitionersRequest{}) {
			send("GET", "/v1/doctors?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&appointmentv1.ListLocationsRequest{}) {
			send("GET", "/v1/sites?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&appointmentv1.Licence{}) {
			send("POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC",
				"docNumber": stack.NewDocument(), "languages": []string{text},
				"licences": []stack.Object{with(stack.Object{"state": "FL", "number": "1"}, stack.Object{name: text})}})
		}
		for _, name := range texts(&authv1.CreateApiKeyRequest{}) {
			send("POST", "/v1/auth/api-keys", with(stack.Object{"name": "bot"}, stack.Object{name: text, "scopes": []string{text}}))
		}
		for _, name := range texts(&auditv1.ListAuditEventsRequest{}) {
			send("GET", "/v1/audit/events?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&patientv1.ListPatientsRequest{}) {
			send("GET", "/v1/patients?"+url.Values{name: {text}}.Encode(), nil)
		}
		for _, name := range texts(&appointmentv1.ListAppointmentsRequest{}) {
			send("GET", "/v1/appointments?"+url.Values{name: {text}}.Encode(), nil)
		}
		send("GET", "/v1/patients?"+url.Values{"customFields[" + text + "]": {text}}.Encode(), nil)
		send("POST", "/v1/patients", with(w.alpha.PatientBody(stack.NewDocument()), stack.Object{"customFields": stack.Object{text: text}}))
	}
	if n := enlace.Count(t, stack.Database(stack.Patient), "SELECT count(*) FROM patients"); n == 0 {
		t.Error("the patients are gone")
	}
}

// texts are the JSON names of a message's text fields.
func texts(message interface{ ProtoReflect() protoreflect.Message }) []string {
	var names []string
	fields := message.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); fd.Kind() == protoreflect.StringKind && !fd.IsList() && !fd.IsMap() {
			names = append(names, fd.JSONName())
		}
	}
	return names
}
