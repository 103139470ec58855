package e2e

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// inAnEmergency is a read of the patient that breaks the glass.
func inAnEmergency(key, patient, requestID string) stack.Request {
	return stack.Request{Method: "GET", Path: "/v1/patients/" + patient, Key: key, Header: map[string]string{
		"X-Request-Id": requestID, "X-Purpose-Of-Use": "ETREAT", "X-Purpose-Reason": "Inconsciente, sin acompa%C3%B1ante"}}
}

func TestAnEmergencyIsMarkedInTheAuditAndToldInTheLog(t *testing.T) {
	clinic := enlace.NewClinic(t, "Purposes")
	patient, _ := clinic.NewPatient(t)
	enlace.Must(t, 200, inAnEmergency(clinic.Key, patient, "purpose-emergency"))

	event := events(t, clinic, url.Values{"requestId": {"purpose-emergency"}}, 1)[0]
	mustHold(t, event, stack.Object{"eventType": "ACCESS", "resourceId": patient, "reason": "ETREAT"})
	mustHold(t, event.Member("after"), stack.Object{"fieldsClass": "CLINICAL", "purposeReason": "Inconsciente, sin acompañante"})
	events(t, clinic, url.Values{"reason": {"ETREAT"}}, 1)
	for _, access := range accesses(t, clinic, patient, 1) {
		if access.Text("id") == event.Text("id") {
			mustHold(t, access, stack.Object{"purpose": "ETREAT", "purposeReason": "Inconsciente, sin acompañante"})
		}
	}

	stack.Eventually(t, backWithin, "the log tells of it", func() bool {
		for _, line := range enlace.LogLines(t, stack.Patient) {
			if line.Text("msg") != "break-glass access" || line.Text("request_id") != "purpose-emergency" {
				continue
			}
			mustHold(t, line, stack.Object{"level": "warning", "actor": clinic.KeyID, "tenant": clinic.ID})
			if text, _ := json.Marshal(line); strings.Contains(string(text), "Inconsciente") || strings.Contains(string(text), patient) {
				t.Errorf("the log tells too much: %s", text)
			}
			return true
		}
		return false
	})
}

func TestAPurposeGoesWithTheCallToTheServiceThatAnswersAPartOfIt(t *testing.T) {
	clinic := enlace.NewClinic(t, "Purposes of Bookings")
	patient, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
		Body: clinic.BookingBody(number, start, end), Header: map[string]string{"X-Request-Id": "purpose-booking",
			"X-Purpose-Of-Use": "TREAT", "X-Purpose-Reason": "Control del embarazo, se%C3%B1ales"}})
	event := events(t, clinic, url.Values{"requestId": {"purpose-booking"}, "resourceType": {"Patient"}}, 1)[0]
	mustHold(t, event, stack.Object{"resourceId": patient, "reason": "TREAT"})
	mustHold(t, event.Member("after"), stack.Object{"fieldsClass": "ADMINISTRATIVE", "purposeReason": "Control del embarazo, señales"})
}

func TestAPurposeThatIsNoneIsRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "Purposes Refused")
	patient, _ := clinic.NewPatient(t)
	for _, c := range []struct {
		name, field, reason string
		header              map[string]string
	}{
		{"no word of the list", "X-Purpose-Of-Use", "ENUM_VALUE", map[string]string{"X-Purpose-Of-Use": "CURIOSITY"}},
		{"an emergency without a reason", "X-Purpose-Reason", "REQUIRED", map[string]string{"X-Purpose-Of-Use": "ETREAT"}},
		{"a reason for nothing", "X-Purpose-Of-Use", "REQUIRED", map[string]string{"X-Purpose-Reason": "because"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/patients/" + patient, Key: clinic.Key, Header: c.header})
			if answer.Status != 400 || len(answer.Problem(t).Violations) != 1 ||
				answer.Problem(t).Violations[0].Field != c.field || answer.Problem(t).Violations[0].Reason != c.reason {
				t.Errorf("%d %s", answer.Status, answer.Body)
			}
		})
	}
}

// The glass is marked: behind it is what the caller may see without.
func TestAnEmergencyOpensNothing(t *testing.T) {
	one, two := enlace.NewClinic(t, "Purposes One"), enlace.NewClinic(t, "Purposes Two")
	patient, _ := one.NewPatient(t)
	enlace.Must(t, 404, inAnEmergency(two.Key, patient, "purpose-foreign"))
	_, blind := one.NewKey(t, "directory:read")
	enlace.Must(t, 403, inAnEmergency(blind, patient, "purpose-scope"))
}
