package e2e

import (
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// queue tells the statuses of the whole waitlist, in its order.
func queue(t *testing.T, clinic *stack.Clinic) string {
	t.Helper()
	var all []string
	for _, entry := range clinic.Must(t, 200, "GET", "/v1/waitlist", nil).Objects(t, "waitlistEntries") {
		all = append(all, entry.Text("status"))
	}
	return strings.Join(all, " ")
}

func TestFiveWaitForOneCancelledAppointment(t *testing.T) {
	clinic := cardiology(t)
	// One afternoon of one doctor, which has no time left but what is cancelled.
	search := stack.Object{"appointmentType": "CONTROL", "mode": "ALL", "pageSize": 100,
		"earliest": time.Now().Add(24 * time.Hour).Format(time.RFC3339)}
	wanted := clinic.Must(t, 200, "POST", "/v1/slots/search", search).Objects(t, "offers")[0]
	start, end := wanted.Text("startAppointment"), wanted.Text("endAppointment")
	_, number := clinic.NewPatient(t)
	booked := clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
		"offerId": wanted.Text("offerId"), "patientDocTypeId": "CC", "patientDocNumber": number}).Text("id")

	var entries, patients []string
	for range 5 {
		patient, _ := clinic.NewPatient(t)
		entry := clinic.Must(t, 201, "POST", "/v1/waitlist", stack.Object{"patientId": patient, "appointmentType": "CONTROL",
			"doctorId": wanted.Text("doctorId"), "earliest": start, "latest": end})
		if entry.Text("status") != "WAITING" {
			t.Fatalf("a new entry is %v", entry)
		}
		entries, patients = append(entries, entry.Text("id")), append(patients, patient)
	}

	clinic.Must(t, 200, "POST", "/v1/appointments/"+booked+"/cancel", `{}`)
	first := clinic.Offered(t, entries[0]).Member("offer")
	if first.Text("startAppointment") != start || first.Text("doctorId") != wanted.Text("doctorId") ||
		first.Text("timeZone") != "America/Bogota" || !strings.Contains(first.Text("spoken"), ", with Eva") {
		t.Errorf("the offer is %v", first)
	}
	if got := queue(t, clinic); got != "OFFERED WAITING WAITING WAITING WAITING" {
		t.Errorf("after the cancellation: %s", got)
	}
	clinic.Must(t, 200, "POST", "/v1/waitlist/"+entries[0]+"/decline", stack.Object{"offerId": first.Text("offerId")})
	second := clinic.Offered(t, entries[1]).Member("offer").Text("offerId")

	// Nobody else gets at it: not by the old offer, the search's, or its own for another patient.
	book := func(key, offer, patient string) stack.Answer {
		return enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/appointments", Key: key, Body: stack.Object{
			"eventType": "APPOINTMENT", "actionType": "CREATE", "offerId": offer, "patientId": patient}})
	}
	for what, refused := range map[string]stack.Answer{
		"the declined offer":     book(clinic.Key, first.Text("offerId"), patients[0]),
		"the search's offer":     book(clinic.Key, wanted.Text("offerId"), patients[2]),
		"the offer to another":   book(clinic.Key, second, patients[2]),
		"the second's, declined": clinic.Call(t, "POST", "/v1/waitlist/"+entries[1]+"/decline", stack.Object{"offerId": first.Text("offerId")}),
	} {
		if refused.Status != 400 && refused.Status != 409 {
			t.Errorf("%s: %d %s", what, refused.Status, refused.Body)
		}
	}
	_, key := clinic.NewKey(t, "appointments:write")
	taken := book(key, second, patients[1])
	if taken.Status != 201 {
		t.Fatalf("the second books: %d %s", taken.Status, taken.Body)
	}
	if got := queue(t, clinic); got != "WAITING BOOKED WAITING WAITING WAITING" {
		t.Errorf("after the booking: %s", got)
	}
	if entry := clinic.Must(t, 200, "GET", "/v1/waitlist/"+entries[1], nil); entry.Text("appointmentId") != taken.ID() {
		t.Errorf("the entry leads to no appointment: %v", entry)
	}
	clinic.Must(t, 204, "DELETE", "/v1/waitlist/"+entries[2], nil)
	stack.Eventually(t, 20*time.Second, "the audit knows of the offer", func() bool {
		events := clinic.Must(t, 200, "GET", "/v1/audit/events?resourceType=WaitlistEntry&action=UPDATE&resourceId="+entries[0], nil)
		for _, event := range events.Objects(t, "events") {
			if event.Member("after").Text("status") == "OFFERED" && event.Member("actor").Text("type") == "SERVICE" {
				return true
			}
		}
		return false
	})
}
