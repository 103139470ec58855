package contract

import (
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// waitlistCases are of a clinic of their own, in which one patient has an offer and another one has
// all the entries that there may be.
func waitlistCases(t *testing.T) []goldenCase {
	t.Helper()
	clinic := enlace.NewClinic(t, "Waiting")
	clinic.NewRole(t, clinic.Doctor)
	first, _ := clinic.NewPatient(t)
	second, _ := clinic.NewPatient(t)
	offered := clinic.Must(t, 201, "POST", "/v1/waitlist", clinic.WaitForAny(first)).Text("id")
	offer := clinic.Offered(t, offered).Member("offer").Text("offerId")
	waiting := clinic.NewWaiting(t, second)
	for _, day := range []string{"MON", "TUE", "WED", "THU"} {
		clinic.Must(t, 201, "POST", "/v1/waitlist", with(clinic.WaitBody(second), stack.Object{"days": []string{day}}))
	}
	own := func(reason, name, path string, body stack.Object) goldenCase {
		return send(reason, name, "POST", path, body).with(clinic.Key, nil)
	}
	return []goldenCase{
		own("TOO_MANY_WAITLIST_ENTRIES", "a sixth entry", "/v1/waitlist",
			with(clinic.WaitBody(second), stack.Object{"days": []string{"FRI"}})),
		own("NO_OPEN_OFFER", "nothing to decline", "/v1/waitlist/"+waiting+"/decline", stack.Object{}),
		own("OFFER_PATIENT", "the offer to another", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT",
			"actionType": "CREATE", "offerId": offer, "patientId": second}),
		get("NOT_FOUND.waitlist_entry", "an absent entry", "/v1/waitlist/"+stack.NewID()),
	}
}

func TestBadWaitlistCallsAreRefused(t *testing.T) {
	w := theWorld(t)
	absent := stack.NewID()
	join := func(name, fields string, body any) refusal {
		return refusal{name: name, method: "POST", path: "/v1/waitlist", body: body, status: 400,
			code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	list := func(name, fields, query string) refusal {
		return refusal{name: name, method: "GET", path: "/v1/waitlist?" + query, status: 400,
			code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: fields}
	}
	waiting := func(changes stack.Object) stack.Object { return with(stack.Object{"patientId": w.patient}, changes) }
	mustRefuse(t, []refusal{
		join("nobody", "patientDocNumber", `{}`),
		join("an unknown wish", "patientDocNumber doctor", `{"doctor":"anyone"}`),
		join("an absent patient", "patientId", stack.Object{"patientId": absent}),
		join("a foreign patient", "patientId", stack.Object{"patientId": w.foreignPatient}),
		join("an absent patient by document", "patientDocNumber",
			stack.Object{"patientDocTypeId": "CC", "patientDocNumber": "99887766"}),
		join("an absent doctor", "doctorId", waiting(stack.Object{"doctorId": absent})),
		join("a foreign doctor", "doctorId", waiting(stack.Object{"doctorId": w.beta.Doctor})),
		join("a foreign site", "clinicId", waiting(stack.Object{"clinicId": w.beta.Site})),
		join("a period that is over", "latest", waiting(stack.Object{"latest": "2026-01-01T00:00:00-05:00"})),
		join("everything at once", "patientId patientDocNumber doctorId clinicId durationMinutes modality epsId earliest latest days[0] partOfDay",
			`{"patientId":"x","patientDocTypeId":"CC","patientDocNumber":"x","doctorId":"x","clinicId":"x","durationMinutes":1,
			"modality":"x","epsId":"?","earliest":"x","latest":"x","days":["x"],"partOfDay":"x"}`),
		list("filters that can't be", "status patientId doctorId", "status=GONE&patientId=x&doctorId=x"),
		list("a page that is none", "pageToken", "pageToken=AAAA"),
	})
}

func TestTheSameWishIsTheSameEntry(t *testing.T) {
	clinic := enlace.NewClinic(t, "Same Wish")
	patient, number := clinic.NewPatient(t)
	first := clinic.NewWaiting(t, patient)
	again := clinic.Must(t, 201, "POST", "/v1/waitlist", stack.Object{"patientDocTypeId": "CC", "patientDocNumber": number,
		"doctorId": clinic.Doctor, "partOfDay": "evening"})
	if again.Text("id") != first {
		t.Errorf("the same wish made another entry: %v", again)
	}
	request := stack.NewID()
	tried := enlace.Must(t, 200, stack.Request{Method: "POST", Path: "/v1/waitlist", Key: clinic.Key,
		Header: map[string]string{"X-Request-Id": request}, Body: with(clinic.WaitBody(patient), stack.Object{"validateOnly": true})})
	if tried.Text("id") != first {
		t.Errorf("who tries the same wish is shown %v", tried)
	}
	stack.Eventually(t, 20*time.Second, "the audit knows who was shown the entry", func() bool {
		events := clinic.Must(t, 200, "GET", "/v1/audit/events?resourceType=WaitlistEntry&eventType=ACCESS&requestId="+request, nil)
		return len(events.Objects(t, "events")) == 1
	})
	clinic.Must(t, 204, "DELETE", "/v1/waitlist/"+first, nil)
	if left := clinic.Must(t, 200, "GET", "/v1/waitlist/"+first, nil); left.Text("status") != "CANCELLED" {
		t.Errorf("who left is %v", left)
	}
	if another := clinic.NewWaiting(t, patient); another == first {
		t.Error("who left is on the list by the old entry")
	}
}
