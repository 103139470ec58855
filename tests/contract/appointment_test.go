package contract

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestBadAppointmentsAreRefused(t *testing.T) {
	w := theWorld(t)
	start, end := stack.NewSlot()
	good := w.alpha.BookingBody(w.number, start, end)
	invalid := func(name, fields string, changes stack.Object) refusal {
		return refusal{name: name, method: "POST", path: "/v1/appointments", body: with(good, changes),
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	times := func(name, fields, start, end string) refusal {
		return invalid(name, fields, stack.Object{"startAppointment": start, "endAppointment": end})
	}
	patch := func(name, fields, body string) refusal {
		return refusal{name: name, method: "PATCH", path: "/v1/appointments/" + w.appointment, body: body,
			status: 400, code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	foreign := stack.Object{"patientDocTypeId": nil, "patientDocNumber": nil}
	mustRefuse(t, []refusal{
		invalid("an unknown field", "price", stack.Object{"price": 3}),
		invalid("a wrong eventType", "eventType", stack.Object{"eventType": "PATIENT"}),
		invalid("a wrong actionType", "actionType", stack.Object{"actionType": "UPDATE"}),
		times("an end before the start", "endAppointment", "2027-12-01T09:30:00-05:00", "2027-12-01T09:00:00-05:00"),
		times("an end that is the start", "endAppointment", "2027-12-01T09:00:00-05:00", "2027-12-01T14:00:00Z"),
		times("more than 12 hours", "endAppointment", "2027-12-01T09:00:00-05:00", "2027-12-01T21:00:01-05:00"),
		times("no offset", "startAppointment endAppointment", "2027-12-01T09:00:00", "2027-12-01T09:30:00"),
		times("no time of day", "startAppointment", "2027-12-01", "2027-12-01T09:30:00-05:00"),
		times("the year 1800", "startAppointment endAppointment", "1800-12-01T09:00:00Z", "1800-12-01T09:30:00Z"),
		times("the year 2300", "startAppointment endAppointment", "2300-12-01T09:00:00Z", "2300-12-01T09:30:00Z"),
		times("a leap second", "startAppointment", "2027-12-01T09:00:60-05:00", "2027-12-01T09:30:00-05:00"),
		times("an offset of +15:00", "startAppointment", "2027-12-01T09:00:00+15:00", "2027-12-01T09:30:00+14:00"),
		times("the 31st of February", "startAppointment", "2027-02-31T09:00:00Z", "2027-03-01T09:30:00Z"),
		times("local habits", "startAppointment endAppointment", "1/12/2027 9:00", "1/12/2027 9:30"),
		invalid("no times", "startAppointment endAppointment", stack.Object{"startAppointment": nil, "endAppointment": nil}),
		invalid("letters in the patient's CC", "patientDocNumber", stack.Object{"patientDocNumber": "10A2456789"}),
		invalid("an unknown type of document", "patientDocTypeId", stack.Object{"patientDocTypeId": "XX"}),
		invalid("a patient who is not registered", "patientDocNumber", stack.Object{"patientDocNumber": "1999999999"}),
		invalid("an absent patient's id", "patientId", with(foreign, stack.Object{"patientId": stack.NewID()})),
		invalid("a doctor who is not registered", "doctorDocNumber", stack.Object{"doctorDocNumber": "1999999999"}),
		invalid("no patient", "patientDocNumber", stack.Object{"patientDocTypeId": nil, "patientDocNumber": nil}),
		invalid("no doctor", "doctorDocNumber", stack.Object{"doctorDocTypeId": nil, "doctorDocNumber": nil}),
		invalid("an absent site", "clinicId", stack.Object{"clinicId": stack.NewID()}),
		invalid("a site that is no id", "clinicId", stack.Object{"clinicId": "main"}),
		invalid("an unknown modality", "modality", stack.Object{"modality": "BY_PHONE"}),
		invalid("an unknown state", "state", stack.Object{"state": "PLANNED"}),
		invalid("a state that is no beginning", "state", stack.Object{"state": "COMPLETED"}),
		invalid("an unknown notification state", "notificationState", stack.Object{"notificationState": "READ"}),
		invalid("a comment of 2,001 characters", "comment", stack.Object{"comment": strings.Repeat("a", 2001)}),
		invalid("everything at once",
			"eventType actionType startAppointment endAppointment patientDocNumber doctorDocTypeId modality state notificationState clinicId",
			stack.Object{"eventType": "X", "actionType": "X", "startAppointment": "X", "endAppointment": "X",
				"patientDocNumber": "X", "doctorDocTypeId": "X", "modality": "X", "state": "X",
				"notificationState": "X", "clinicId": "X"}),
		invalid("a bad time and a field that is none", "start_time endAppointment",
			stack.Object{"start_time": "X", "endAppointment": "X"}),
		invalid("a bad time and a patient who is not registered", "endAppointment patientDocNumber doctorDocNumber",
			stack.Object{"endAppointment": "2027-12-01T09:30:00", "patientDocNumber": "1999999999", "doctorDocNumber": "1999999999"}),
		{name: "a taken slot", method: "POST", path: "/v1/appointments", body: w.alpha.BookingBody(w.number, w.start, w.end),
			status: 409, code: "ALREADY_EXISTS", reason: "SLOT_TAKEN"},
		patch("a patch of an unknown field", "price", `{"price":1}`),
		patch("a patch to an end before the start", "endAppointment", `{"endAppointment":"2020-01-01T00:00:00Z"}`),
		patch("a patch without offset", "startAppointment", `{"startAppointment":"2027-12-01T09:00:00"}`),
		patch("a patch that clears the start", "startAppointment", `{"startAppointment":null}`),
		patch("a patch to an absent site", "clinicId", `{"clinicId":"`+stack.NewID()+`"}`),
		patch("a patch of the patient", "patientId", `{"patientId":"`+w.patient+`"}`),
		{name: "an impossible change of state", method: "PATCH", path: "/v1/appointments/" + w.appointment,
			body: `{"state":"COMPLETED"}`, status: 409, code: "FAILED_PRECONDITION", reason: "STATE_TRANSITION"},
	})
}

func TestAForeignPatientIsAnsweredLikeAnAbsentOne(t *testing.T) {
	w := theWorld(t)
	start, end := stack.NewSlot()
	book := func(patient string) stack.Answer {
		return w.alpha.Call(t, "POST", "/v1/appointments", with(w.alpha.BookingBody(w.number, start, end),
			stack.Object{"patientDocTypeId": nil, "patientDocNumber": nil, "patientId": patient}))
	}
	foreign, absent := book(w.foreignPatient), book(stack.NewID())
	if foreign.Status != 400 || anonymous(t, foreign) != anonymous(t, absent) {
		t.Errorf("a foreign patient: %s\nan absent one: %s", foreign.Body, absent.Body)
	}
}
