package e2e

import (
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// mustOfferInstead reads the alternatives of a refusal: three times of the same doctor and site, none
// the one that is taken, the nearest first.
func mustOfferInstead(t *testing.T, clinic *stack.Clinic, refused stack.Answer, taken string) []stack.Object {
	t.Helper()
	if p := refused.Problem(t); refused.Status != 409 || p.Reason != "SLOT_TAKEN" {
		t.Fatalf("answered %d %s", refused.Status, refused.Body)
	}
	offers := refused.Object(t).Objects(t, "alternatives")
	if len(offers) != 3 {
		t.Fatalf("%d alternatives: %s", len(offers), refused.Body)
	}
	wanted := mustParse(t, taken)
	before := time.Duration(0)
	for _, offer := range offers {
		away := mustParse(t, offer.Text("startAppointment")).Sub(wanted).Abs()
		if away < 30*time.Minute || away < before {
			t.Errorf("%s was offered after one %s away from %s", offer.Text("startAppointment"), before, taken)
		}
		before = away
		if offer.Text("doctorId") != clinic.Doctor || offer.Text("clinicId") != clinic.Site || offer.Text("spoken") == "" {
			t.Errorf("an alternative is %v", offer)
		}
	}
	return offers
}

func mustParse(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWhoeverComesSecondIsToldWhatIsFree(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alternatives")
	offers := clinic.Offers(t)
	// In the midst of the next day but one: there is a time before it and one after it.
	wanted := offers[len(offers)/2]
	at, end := wanted.Text("startAppointment"), wanted.Text("endAppointment")
	_, number := clinic.NewPatient(t)
	booking := clinic.BookingBody(number, at, end)
	first := clinic.Must(t, 201, "POST", "/v1/appointments", booking)

	instead := mustOfferInstead(t, clinic, clinic.Call(t, "POST", "/v1/appointments", booking), at)
	mustOfferInstead(t, clinic, clinic.Call(t, "POST", "/v1/slots/hold",
		stack.Object{"offerId": wanted.Text("offerId")}), at)

	second := clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT",
		"actionType": "CREATE", "offerId": instead[0].Text("offerId"), "patientDocTypeId": "CC", "patientDocNumber": number})
	moved := clinic.Call(t, "PATCH", "/v1/appointments/"+second.Text("id"), stack.Object{"startAppointment": at})
	for _, offer := range mustOfferInstead(t, clinic, moved, at) {
		if offer.Text("startAppointment") == second.Text("startAppointment") {
			t.Error("what is booked is offered")
		}
	}
	clinic.Must(t, 200, "POST", "/v1/appointments/"+first.Text("id")+"/cancel", nil)
	clinic.Must(t, 200, "PATCH", "/v1/appointments/"+second.Text("id"), stack.Object{"startAppointment": at})
}

func TestAKeyIsGoodForAnotherTimeAfterARefusal(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alternatives by key")
	offers := clinic.Offers(t)
	wanted := offers[len(offers)/2]
	_, number := clinic.NewPatient(t)
	booking := clinic.BookingBody(number, wanted.Text("startAppointment"), wanted.Text("endAppointment"))
	clinic.Must(t, 201, "POST", "/v1/appointments", booking)
	booking["idempotencyKey"] = stack.NewID()
	for range 2 {
		mustOfferInstead(t, clinic, clinic.Call(t, "POST", "/v1/appointments", booking), wanted.Text("startAppointment"))
	}
	booking["validateOnly"] = true
	mustOfferInstead(t, clinic, clinic.Call(t, "POST", "/v1/appointments", booking), wanted.Text("startAppointment"))
}
