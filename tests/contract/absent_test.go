package contract

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// anonymous is an answer without what differs from call to call.
func anonymous(t *testing.T, answer stack.Answer) string {
	t.Helper()
	body := answer.Object(t)
	delete(body, "requestId")
	delete(body, "traceId")
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAForeignIdIsAnsweredLikeAnAbsentOne(t *testing.T) {
	w := theWorld(t)
	feed := w.beta.NewCalendarFeed(t)
	foreignType, foreignRoom := w.beta.NewAppointmentType(t), w.beta.NewRoom(t)
	role, exception := w.beta.NewRole(t, w.beta.NewDoctor(t, stack.NewDocument())), w.beta.NewException(t)
	waiting := w.beta.NewWaiting(t, w.foreignPatient)
	var event string
	stack.Eventually(t, 30*time.Second, "the foreign clinic has an audit event", func() bool {
		for _, e := range w.beta.Must(t, 200, "GET", "/v1/audit/events?eventType=WRITE&pageSize=1", nil).Objects(t, "events") {
			event = e.Text("id")
		}
		return event != ""
	})
	before := enlace.TakeSnapshot(t, "")
	for _, c := range []struct{ method, path, foreign, body string }{
		{"GET", "/v1/patients/{id}", w.foreignPatient, ""},
		{"PATCH", "/v1/patients/{id}", w.foreignPatient, `{"firstName":"Eva"}`},
		{"DELETE", "/v1/patients/{id}", w.foreignPatient, ""},
		{"POST", "/v1/patients/{id}/restore", w.foreignPatient, `{}`},
		{"GET", "/v1/appointments/{id}", w.foreignAppointment, ""},
		{"PATCH", "/v1/appointments/{id}", w.foreignAppointment, `{"comment":"x"}`},
		{"POST", "/v1/appointments/{id}/cancel", w.foreignAppointment, `{}`},
		{"DELETE", "/v1/appointments/{id}", w.foreignAppointment, ""},
		{"POST", "/v1/appointments/{id}/reply-link", w.foreignAppointment, `{}`},
		{"GET", "/v1/doctors/{id}", w.beta.Doctor, ""},
		{"PATCH", "/v1/doctors/{id}", w.beta.Doctor, `{"lastName":"Gil"}`},
		{"DELETE", "/v1/doctors/{id}", w.beta.Doctor, ""},
		{"GET", "/v1/sites/{id}", w.beta.Site, ""},
		{"GET", "/v1/appointment-types/{id}", foreignType, ""},
		{"PATCH", "/v1/appointment-types/{id}", foreignType, `{"name":"x"}`},
		{"DELETE", "/v1/appointment-types/{id}", foreignType, ""},
		{"GET", "/v1/rooms/{id}", foreignRoom, ""},
		{"PATCH", "/v1/rooms/{id}", foreignRoom, `{"name":"x"}`},
		{"DELETE", "/v1/rooms/{id}", foreignRoom, ""},
		{"GET", "/v1/calendar-feeds/{id}", feed, ""},
		{"DELETE", "/v1/calendar-feeds/{id}", feed, ""},
		{"GET", "/v1/practitioner-roles/{id}", role, ""},
		{"PATCH", "/v1/practitioner-roles/{id}", role, `{"active":false}`},
		{"DELETE", "/v1/practitioner-roles/{id}", role, ""},
		{"GET", "/v1/schedule-exceptions/{id}", exception, ""},
		{"DELETE", "/v1/schedule-exceptions/{id}", exception, ""},
		{"GET", "/v1/waitlist/{id}", waiting, ""},
		{"DELETE", "/v1/waitlist/{id}", waiting, ""},
		{"POST", "/v1/waitlist/{id}/decline", waiting, `{}`},
		{"PATCH", "/v1/sites/{id}", w.beta.Site, `{"name":"North"}`},
		{"DELETE", "/v1/sites/{id}", w.beta.Site, ""},
		{"POST", "/v1/auth/api-keys/{id}/rotate", w.beta.KeyID, `{}`},
		{"DELETE", "/v1/auth/api-keys/{id}", w.beta.KeyID, ""},
		{"GET", "/v1/audit/events/{id}/proof", event, ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			answers := map[string]stack.Answer{}
			for _, id := range []string{c.foreign, stack.NewID(), "1", strings.ToLower(c.foreign), "%27%20OR%201=1"} {
				var body any
				if c.body != "" {
					body = c.body
				}
				answers[id] = w.alpha.Call(t, c.method, strings.Replace(c.path, "{id}", id, 1), body)
			}
			want := answers[c.foreign]
			if p := want.Problem(t); want.Status != 404 || p.Code != "NOT_FOUND" || p.Reason != "NOT_FOUND" {
				t.Errorf("a foreign id: %d %s %s", want.Status, p.Code, p.Reason)
			}
			for id, answer := range answers {
				if answer.Status != want.Status || anonymous(t, answer) != anonymous(t, want) {
					t.Errorf("%s: %d %s\nforeign: %s", id, answer.Status, answer.Body, want.Body)
				}
			}
		})
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, "")); len(changed) != 0 {
		t.Errorf("the calls changed %v", changed)
	}
}
