package contract

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// slotCases are of a clinic of their own, whose types and specialties are known.
func slotCases(t *testing.T) []goldenCase {
	t.Helper()
	clinic := enlace.NewClinic(t, "Slots")
	idle := stack.NewDocument()
	clinic.Must(t, 201, "POST", "/v1/doctors", stack.Object{"firstName": "Eva", "lastName": "Paz", "docTypeId": "CC",
		"docNumber": idle, "specialty": "Cardiología"})
	for code, who := range map[string]string{"CONTROL": "ANYONE", "SURGERY": "STAFF"} {
		clinic.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": code, "name": code, "durationMinutes": 20,
			"bookableBy": who})
	}
	offers := clinic.Offers(t)
	_, number := clinic.NewPatient(t)
	book := func(changes stack.Object) stack.Object {
		body := with(clinic.BookingBody(number, "", ""), stack.Object{"startAppointment": nil, "endAppointment": nil,
			"doctorDocTypeId": nil, "doctorDocNumber": nil, "modality": nil, "clinicId": nil})
		return with(body, changes)
	}
	clinic.Must(t, 201, "POST", "/v1/appointments", book(stack.Object{"offerId": offers[0].Text("offerId")}))
	for _, offer := range offers[1:3] {
		clinic.Must(t, 200, "POST", "/v1/slots/hold", stack.Object{"offerId": offer.Text("offerId"),
			"patientDocTypeId": "CC", "patientDocNumber": number})
	}
	start, end := stack.NewSlot()
	// Of a doctor without hours, to whom there is no alternative.
	taken := with(clinic.BookingBody(number, start, end), stack.Object{"doctorDocNumber": idle})
	clinic.Must(t, 201, "POST", "/v1/appointments", taken)
	site := clinic.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": "One room"}).Text("id")
	room := clinic.Must(t, 201, "POST", "/v1/rooms", stack.Object{"clinicId": site, "name": "1"}).Text("id")
	start, end = stack.NewSlot()
	inRoom := with(clinic.BookingBody(number, start, end), stack.Object{"clinicId": site})
	clinic.Must(t, 201, "POST", "/v1/appointments", inRoom)
	inRoom = with(inRoom, stack.Object{"doctorDocNumber": idle})
	_, limited := clinic.NewKey(t, "appointments:write", "patients:read")
	search := func(reason, name string, body stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/slots/search", body).with(clinic.Key, nil)
	}
	return []goldenCase{
		search("SPECIALTY", "a specialty that no doctor has", stack.Object{"specialty": "Alquimia"}),
		search("APPOINTMENT_TYPE", "a type that does not exist", stack.Object{"appointmentType": "OTHER"}),
		search("APPOINTMENT_TYPE.staff", "a type of the staff's", stack.Object{"appointmentType": "SURGERY"}),
		search("PERIOD", "four months", stack.Object{"earliest": "2027-01-01T00:00:00-05:00", "latest": "2027-05-01T00:00:00-05:00"}),
		send("OFFER_INVALID", "another clinic's offer", "POST", "/v1/slots/hold",
			stack.Object{"offerId": offers[3].Text("offerId")}),
		send("OFFER_FIELD", "an offer and a time", "POST", "/v1/appointments", book(stack.Object{
			"offerId": offers[3].Text("offerId"), "startAppointment": "2027-01-01T00:00:00-05:00"})).with(clinic.Key, nil),
		send("SLOT_TAKEN", "a slot that is booked", "POST", "/v1/appointments", taken).with(clinic.Key, nil),
		send("ROOM_TAKEN", "a time at which every room is taken", "POST", "/v1/appointments", inRoom).with(clinic.Key, nil),
		send("ROOM_TAKEN.named", "a room that is taken", "POST", "/v1/appointments",
			with(inRoom, stack.Object{"roomId": room})).with(clinic.Key, nil),
		send("ROOM_NOT_FOUND", "another site's room", "POST", "/v1/appointments",
			with(taken, stack.Object{"roomId": room})).with(clinic.Key, nil),
		send("SCOPE_MISSING.overbook", "overbooking with a key that may not", "POST", "/v1/appointments",
			with(taken, stack.Object{"overbookReason": "urgencia"})).with(limited, nil),
		send("HAS_APPOINTMENTS.room", "the deletion of a room with appointments", "DELETE", "/v1/rooms/"+room, nil).with(clinic.Key, nil),
		send("OFFER_USED", "an offer that was booked", "POST", "/v1/appointments",
			book(stack.Object{"offerId": offers[0].Text("offerId")})).with(clinic.Key, nil),
		send("TOO_MANY_HOLDS.patient", "a third hold", "POST", "/v1/slots/hold", stack.Object{
			"offerId": offers[3].Text("offerId"), "patientDocTypeId": "CC", "patientDocNumber": number}).with(clinic.Key, nil),
		send("NOT_FOUND.hold", "an absent hold", "DELETE", "/v1/slots/holds/"+stack.NewID(), nil),
	}
}

func TestBadSearchesAndHoldsAreRefused(t *testing.T) {
	w := theWorld(t)
	offer := w.alpha.Offers(t)[0].Text("offerId")
	refused := func(name, path, fields string, body any) refusal {
		return refusal{name: name, method: "POST", path: path, body: body, status: 400, code: "INVALID_ARGUMENT",
			reason: "FIELD_VIOLATION", fields: fields}
	}
	search := func(name, fields string, body any) refusal { return refused(name, "/v1/slots/search", fields, body) }
	hold := func(name, fields string, body any) refusal { return refused(name, "/v1/slots/hold", fields, body) }
	absent := stack.NewID()
	mustRefuse(t, []refusal{
		search("an unknown wish", "doctor", `{"doctor":"anyone"}`),
		search("an absent doctor", "doctorId", stack.Object{"doctorId": absent}),
		search("an absent doctor by document", "doctorDocNumber", stack.Object{"doctorDocTypeId": "CC", "doctorDocNumber": "99887766"}),
		search("an absent site", "clinicId", stack.Object{"clinicId": absent}),
		search("a foreign site", "clinicId", stack.Object{"clinicId": w.beta.Site}),
		search("a page without its mode", "mode", `{"pageSize":10}`),
		search("a page that is none", "pageToken", `{"mode":"ALL","pageToken":"AAAA"}`),
		search("a page size of 0", "pageSize", `{"mode":"ALL","pageSize":0}`),
		search("everything at once", "doctorId clinicId durationMinutes modality epsId language earliest latest days[0] partOfDay maxOffers",
			`{"doctorId":"x","clinicId":"x","durationMinutes":1,"modality":"x","epsId":"?","language":"`+strings.Repeat("a", 36)+
				`","earliest":"x","latest":"x","days":["x"],"partOfDay":"x","mode":"ALL","maxOffers":0}`),
		hold("no offer", "offerId", `{}`),
		hold("an offer that is none", "offerId", `{"offerId":"abc"}`),
		hold("a changed offer", "offerId", stack.Object{"offerId": offer[:len(offer)-4] + "AAAA"}),
		hold("everything at once", "offerId patientId patientDocNumber",
			`{"offerId":"x","patientId":"x","patientDocTypeId":"CC","patientDocNumber":"x"}`),
	})
}
