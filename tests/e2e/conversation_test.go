package e2e

import (
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// A clinic with two cardiologists at two sites, who attend on weekday afternoons.
func cardiology(t *testing.T) *stack.Clinic {
	t.Helper()
	clinic := enlace.NewClinic(t, "Conversation")
	clinic.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": "CONTROL", "name": "Control",
		"durationMinutes": 20, "bufferAfterMinutes": 10, "modality": "IN_PERSON", "specialties": []string{"Cardiología"}})
	for _, name := range []string{"Norte", "Sur"} {
		site := clinic.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": name, "city": "Bogotá"}).Text("id")
		doctor := clinic.Must(t, 201, "POST", "/v1/doctors", stack.Object{"firstName": "Eva", "lastName": name,
			"docTypeId": "CC", "docNumber": stack.NewDocument(), "specialty": "Cardiología", "languages": []string{"es"}}).Text("id")
		clinic.Must(t, 201, "POST", "/v1/practitioner-roles", stack.Object{"doctorId": doctor, "clinicId": site,
			"availableTimes": []any{stack.Object{"daysOfWeek": []string{"MON", "TUE", "WED", "THU", "FRI"},
				"startTime": "13:00", "endTime": "17:00"}}})
	}
	return clinic
}

func TestAConversationFromSearchToTheNextInLine(t *testing.T) {
	clinic := cardiology(t)
	// A week from tomorrow on: an offer of today would be over when the conversation is.
	tomorrow := time.Now().Add(24 * time.Hour)
	wish := stack.Object{"specialty": "cardiologia", "appointmentType": "CONTROL", "partOfDay": "AFTERNOON",
		"earliest": tomorrow.Format(time.RFC3339), "latest": tomorrow.Add(7 * 24 * time.Hour).Format(time.RFC3339)}
	search := func(changes stack.Object) stack.Object {
		body := stack.Object{}
		for _, part := range []stack.Object{wish, changes} {
			for name, value := range part {
				body[name] = value
			}
		}
		return enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/slots/search", Key: clinic.Key, Body: body,
			Header: map[string]string{"Accept-Language": "es"}})
	}

	found := search(nil)
	offers := found.Objects(t, "offers")
	if len(offers) != 3 || len(found.Member("explanation")) != 0 {
		t.Fatalf("%d offers: %v", len(offers), found)
	}
	doctors, days := map[string]bool{}, map[string]bool{}
	for _, offer := range offers {
		doctors[offer.Text("doctorId")] = true
		days[offer.Text("startLocal")[:10]] = true
		if spoken := offer.Text("spoken"); !strings.Contains(spoken, "de la tarde, con Eva") {
			t.Errorf("an offer says %q", spoken)
		}
		if offer.Text("timeZone") != "America/Bogota" || offer.Text("modality") != "IN_PERSON" || offer.Text("city") != "Bogotá" {
			t.Errorf("an offer is %v", offer)
		}
	}
	if len(doctors) != 2 || len(days) != 2 {
		t.Errorf("the offers do not vary: %v", offers)
	}

	held := clinic.Must(t, 200, "POST", "/v1/slots/hold", stack.Object{"offerId": offers[0].Text("offerId")})
	if until, err := time.Parse(time.RFC3339, held.Text("expiresAt")); err != nil || time.Until(until) < 4*time.Minute {
		t.Errorf("the hold ends %s", held.Text("expiresAt"))
	}
	same := func(offer stack.Object) bool {
		return offer.Text("doctorId") == offers[0].Text("doctorId") && offer.Text("startAppointment") == offers[0].Text("startAppointment")
	}
	for _, offer := range search(stack.Object{"mode": "ALL"}).Objects(t, "offers") {
		if same(offer) {
			t.Error("what is held is offered")
		}
	}

	number := stack.NewDocument()
	booking := stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE", "offerId": offers[0].Text("offerId"),
		"patient": clinic.PatientBody(number)}
	booked := clinic.Must(t, 201, "POST", "/v1/appointments", booking)
	for _, field := range []string{"startAppointment", "endAppointment", "doctorId", "clinicId", "modality", "appointmentType"} {
		if booked.Text(field) != offers[0].Text(field) {
			t.Errorf("%s is %q, was offered %q", field, booked.Text(field), offers[0].Text(field))
		}
	}
	if registered := patientsWith(t, clinic, number); len(registered) != 1 || registered[0].Text("id") != booked.Text("patientId") {
		t.Errorf("booked %v, registered %v", booked, registered)
	}
	if again := clinic.Call(t, "POST", "/v1/appointments", booking); again.Status != 409 || again.Problem(t).Reason != "OFFER_USED" {
		t.Errorf("the offer again: %d %s", again.Status, again.Body)
	}

	moved := clinic.Must(t, 200, "PATCH", "/v1/appointments/"+booked.Text("id"),
		stack.Object{"startAppointment": offers[2]["startAppointment"]})
	if moved.Text("id") != booked.Text("id") || moved.Text("startAppointment") != offers[2].Text("startAppointment") {
		t.Errorf("rescheduled: %v", moved)
	}
	free := false
	for _, offer := range search(stack.Object{"mode": "ALL"}).Objects(t, "offers") {
		free = free || same(offer)
	}
	if !free {
		t.Error("what the appointment was moved away from is not offered again")
	}

	waiting, _ := clinic.NewPatient(t)
	entry := clinic.Must(t, 201, "POST", "/v1/waitlist", stack.Object{"patientId": waiting, "appointmentType": "CONTROL",
		"doctorId": moved["doctorId"], "earliest": moved["startAppointment"], "latest": moved["endAppointment"]}).Text("id")
	clinic.Must(t, 200, "POST", "/v1/appointments/"+booked.Text("id")+"/cancel", stack.Object{"comment": "viaje"})
	freed := clinic.Offered(t, entry).Member("offer")
	if freed.Text("startAppointment") != moved.Text("startAppointment") {
		t.Errorf("%v was cancelled, offered is %v", moved, freed)
	}
	filled := clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
		"offerId": freed.Text("offerId"), "patientId": waiting})
	if now := clinic.Must(t, 200, "GET", "/v1/waitlist/"+entry, nil); now.Text("status") != "BOOKED" ||
		now.Text("appointmentId") != filled.Text("id") {
		t.Errorf("the entry of the waitlist is %v", now)
	}
}

func TestAnEmptySearchSaysWhyAndWhatWouldHelp(t *testing.T) {
	clinic := cardiology(t)
	empty := clinic.Must(t, 200, "POST", "/v1/slots/search",
		stack.Object{"specialty": "Cardiología", "partOfDay": "MORNING"})
	why := empty.Member("explanation")
	if len(empty.Objects(t, "offers")) != 0 || why["candidates"] == 0.0 {
		t.Fatalf("%v", empty)
	}
	relaxations := why.Objects(t, "relaxations")
	if len(relaxations) != 1 || relaxations[0].Text("rule") != "PART_OF_DAY" ||
		!strings.HasPrefix(relaxations[0].Text("spoken"), "At another time of the day: ") {
		t.Errorf("%v", relaxations)
	}
	_, number := clinic.NewPatient(t)
	clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
		"offerId": relaxations[0].Member("offer").Text("offerId"), "patientDocTypeId": "CC", "patientDocNumber": number})
}
