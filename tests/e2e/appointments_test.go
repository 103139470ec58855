package e2e

import (
	"testing"

	"enlace.dev/tests/stack"
)

func TestACancellationFreesTheSlot(t *testing.T) {
	clinic := enlace.NewClinic(t, "Cancel")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	body := clinic.BookingBody(number, start, end)
	id := clinic.Must(t, 201, "POST", "/v1/appointments", body).Text("id")
	clinic.Must(t, 409, "POST", "/v1/appointments", body)

	cancelled := clinic.Must(t, 200, "POST", "/v1/appointments/"+id+"/cancel", `{"comment":"No puede venir"}`)

	if cancelled.Text("state") != "CANCELLED" {
		t.Errorf("the state is %v", cancelled["state"])
	}
	clinic.Must(t, 201, "POST", "/v1/appointments", body)
}

func TestADeletionFreesTheSlot(t *testing.T) {
	clinic := enlace.NewClinic(t, "Delete Booking")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	body := clinic.BookingBody(number, start, end)
	id := clinic.Must(t, 201, "POST", "/v1/appointments", body).Text("id")
	clinic.Must(t, 204, "DELETE", "/v1/appointments/"+id, nil)
	clinic.Must(t, 404, "GET", "/v1/appointments/"+id, nil)
	clinic.Must(t, 201, "POST", "/v1/appointments", body)
}

func TestAnImpossibleChangeOfStateIsRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "States")
	_, number := clinic.NewPatient(t)
	path := "/v1/appointments/" + clinic.NewAppointment(t, number)
	clinic.Must(t, 200, "PATCH", path, `{"state":"CONFIRMED"}`)
	clinic.Must(t, 200, "PATCH", path, `{"state":"ARRIVED"}`)
	clinic.Must(t, 200, "PATCH", path, `{"state":"IN_PROGRESS"}`)
	clinic.Must(t, 200, "PATCH", path, `{"state":"COMPLETED"}`)
	answer := clinic.Call(t, "POST", path+"/cancel", `{}`)
	if p := answer.Problem(t); answer.Status != 409 || p.Reason != "STATE_TRANSITION" {
		t.Errorf("cancelling a completed appointment was answered %d %s", answer.Status, p.Reason)
	}
}

func TestARescheduleMovesTheBookingAndKeepsItsLength(t *testing.T) {
	clinic := enlace.NewClinic(t, "Reschedule")
	_, number := clinic.NewPatient(t)
	first, second := clinic.NewAppointment(t, number), clinic.NewAppointment(t, number)
	taken := clinic.Must(t, 200, "GET", "/v1/appointments/"+second, nil).Text("startAppointment")

	moved := clinic.Must(t, 200, "PATCH", "/v1/appointments/"+first, `{"startAppointment":"2026-12-30T08:00:00-05:00"}`)
	mustHold(t, moved, stack.Object{"id": first,
		"startAppointment": "2026-12-30T13:00:00Z", "endAppointment": "2026-12-30T13:30:00Z"})

	answer := clinic.Call(t, "PATCH", "/v1/appointments/"+first, stack.Object{"startAppointment": taken})
	if p := answer.Problem(t); answer.Status != 409 || p.Reason != "SLOT_TAKEN" {
		t.Errorf("moving onto a taken slot was answered %d %s", answer.Status, p.Reason)
	}
	mustHold(t, clinic.Must(t, 200, "GET", "/v1/appointments/"+first, nil), moved)
}

func TestABookingWithoutASiteTakesTheMainSite(t *testing.T) {
	clinic := enlace.NewClinic(t, "Main Site")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	body := clinic.BookingBody(number, start, end)
	delete(body, "clinicId")
	mustHold(t, clinic.Must(t, 201, "POST", "/v1/appointments", body), stack.Object{"clinicId": clinic.Site})
}

func TestABookingNamesPatientAndDoctorByIdAsWell(t *testing.T) {
	clinic := enlace.NewClinic(t, "By Id")
	patient, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	made := clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{
		"eventType": "APPOINTMENT", "actionType": "CREATE", "startAppointment": start, "endAppointment": end,
		"patientId": patient, "doctorId": clinic.Doctor})
	mustHold(t, made, stack.Object{"patientDocTypeId": "CC", "patientDocNumber": number, "doctorId": clinic.Doctor,
		"doctorDocNumber": clinic.DoctorNumber, "state": "SCHEDULED", "notificationState": "PENDING",
		"modality": "IN_PERSON"})
}
