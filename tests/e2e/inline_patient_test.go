package e2e

import (
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

// withPatient is the body of a booking that brings its patient along.
func withPatient(c *stack.Clinic, number string) stack.Object {
	start, end := stack.NewSlot()
	body := c.BookingBody("", start, end)
	delete(body, "patientDocTypeId")
	delete(body, "patientDocNumber")
	body["patient"] = stack.Object{"firstName": "Camila", "lastName": "Torres", "docTypeId": "cc", "docNumber": number,
		"phones": []string{"310 555 7788"}, "habeasData": true}
	return body
}

func patientsWith(t *testing.T, c *stack.Clinic, number string) []stack.Object {
	t.Helper()
	return c.Must(t, 200, "GET", "/v1/patients?docTypeId=CC&docNumber="+number, nil).Objects(t, "patients")
}

func TestABookingRegistersThePatientItBrings(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline")
	number := stack.NewDocument()
	booked := clinic.Must(t, 201, "POST", "/v1/appointments", withPatient(clinic, number))
	found := patientsWith(t, clinic, number)
	if len(found) != 1 || found[0].Text("id") != booked.Text("patientId") || found[0].Text("ownerId") != clinic.Owner {
		t.Fatalf("booked %v, registered %v", booked, found)
	}
	if booked.Text("patientDocTypeId") != "CC" || booked.Text("patientDocNumber") != number {
		t.Errorf("booked %v", booked)
	}

	// The same person again, with another name: the booking is hers, and her name stays.
	body := withPatient(clinic, number)
	body["patient"] = stack.Object{"firstName": "Camila María", "lastName": "Torres", "docTypeId": "CC", "docNumber": number}
	again := clinic.Must(t, 201, "POST", "/v1/appointments", body)
	found = patientsWith(t, clinic, number)
	if again.Text("patientId") != booked.Text("patientId") || len(found) != 1 ||
		found[0].Text("firstName") != "Camila" || found[0].Text("etag") != `"1"` {
		t.Errorf("booked %v, registered %v", again, found)
	}
}

func TestAnOfferIsBookedWithItsPatient(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline offer")
	offer := clinic.Offers(t)[5].Text("offerId")
	clinic.Must(t, 200, "POST", "/v1/slots/hold", stack.Object{"offerId": offer})
	booked := clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
		"offerId": offer, "patient": clinic.PatientBody(stack.NewDocument())})
	if booked.Text("patientId") == "" {
		t.Errorf("%v", booked)
	}
}

func TestParallelBookingsOfOneNewPersonMakeOnePatient(t *testing.T) {
	clinic := enlace.NewClinic(t, "Inline parallel")
	number := stack.NewDocument()
	answers := make([]stack.Answer, 20)
	var group sync.WaitGroup
	for i := range answers {
		body := withPatient(clinic, number)
		group.Go(func() {
			var err error
			if answers[i], err = enlace.Send(stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: body}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	found := patientsWith(t, clinic, number)
	if len(found) != 1 {
		t.Fatalf("%d patients", len(found))
	}
	for _, answer := range answers {
		if answer.Status != 201 || answer.Object(t).Text("patientId") != found[0].Text("id") || answer.Header.Get("ETag") != `"1"` {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
	}
}
