package e2e

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func press(t *testing.T, link, action string) stack.Answer {
	t.Helper()
	return enlace.Call(t, stack.Request{Method: "POST", Path: link, Body: url.Values{"action": {action}}.Encode(),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}})
}

func mustShow(t *testing.T, answer stack.Answer, status int, says string) {
	t.Helper()
	if answer.Status != status || !strings.Contains(string(answer.Body), says) {
		t.Errorf("%d instead of %d, or without %q: %s", answer.Status, status, says, answer.Body)
	}
}

func TestAPatientConfirmsAndCancelsByAReplyLink(t *testing.T) {
	clinic, _, _, book := calendarClinic(t)
	id := book(50 * time.Hour)
	path := "/v1/appointments/" + id
	made := clinic.Must(t, 200, "POST", path+"/reply-link", stack.Object{})
	link := made.Text("url")
	before := clinic.Must(t, 200, "GET", path, nil)
	if made.Text("expiresAt") != before.Text("startAppointment") || !strings.HasPrefix(link, enlace.URL+"/r/") {
		t.Fatalf("%v", made)
	}
	// A preview of the link changes nothing, however often it is made.
	for range 2 {
		page := enlace.Call(t, stack.Request{Method: "GET", Path: link})
		mustShow(t, page, 200, "La cita está por confirmar.")
		if bytes.Contains(page.Body, []byte("Güiza")) {
			t.Errorf("the page names the patient: %s", page.Body)
		}
	}
	if after := clinic.Must(t, 200, "GET", path, nil); after.Text("etag") != before.Text("etag") {
		t.Errorf("a look changed %v", after)
	}
	for range 2 {
		mustShow(t, press(t, link, "confirm"), 200, "La cita está confirmada.")
		if got := clinic.Must(t, 200, "GET", path, nil); got.Text("state") != "CONFIRMED" || got.Text("etag") != `"2"` {
			t.Errorf("%v", got)
		}
	}

	// The link follows the appointment.
	moved := time.Now().Add(70 * time.Hour).UTC().Truncate(time.Minute)
	clinic.Must(t, 200, "PATCH", path, stack.Object{"startAppointment": moved.Format(time.RFC3339)})
	now := clinic.Must(t, 200, "GET", path, nil)
	again := clinic.Must(t, 200, "POST", path+"/reply-link", stack.Object{})
	if again.Text("url") != link || again.Text("expiresAt") != now.Text("startAppointment") {
		t.Errorf("%v", again)
	}
	mustShow(t, press(t, link, "cancel"), 200, "La cita está cancelada.")
	mustShow(t, press(t, link, "cancel"), 200, "La cita está cancelada.")
	mustShow(t, press(t, link, "confirm"), 409, "Eso ya no es posible")

	var writes []stack.Object
	stack.Eventually(t, backWithin, "both answers are in the audit", func() bool {
		writes = clinic.Must(t, 200, "GET", "/v1/audit/events?eventType=WRITE&actorId="+id, nil).Objects(t, "events")
		return len(writes) == 2
	})
	for _, e := range writes {
		if e.Member("actor").Text("type") != "PATIENT_REPLY" || e.Text("resourceId") != id {
			t.Errorf("%v", e)
		}
	}
	token := strings.TrimPrefix(link, enlace.URL+"/r/")
	for _, process := range append([]string{stack.Gateway}, stack.Services...) {
		if bytes.Contains(enlace.Log(t, process), []byte(token[:40])) {
			t.Errorf("the log of %s holds the token", process)
		}
	}
}

func TestAReplyLinkIsGoodForItsAppointmentUntilThatBegins(t *testing.T) {
	clinic, _, _, book := calendarClinic(t)
	one, other := book(50*time.Hour), book(60*time.Hour)
	link := func(id string) string {
		return clinic.Must(t, 200, "POST", "/v1/appointments/"+id+"/reply-link", stack.Object{}).Text("url")
	}
	a, b := link(one), link(other)
	// The signature of one with the ids of the other.
	at := len(enlace.URL+"/r/") + 22
	for _, forged := range []string{a[:at] + b[at:], b[:at] + a[at:], a + "A", a[:len(a)-1]} {
		mustShow(t, press(t, forged, "cancel"), 404, "Este enlace no sirve.")
	}
	// As if time had passed.
	enlace.Exec(t, stack.Database("appointment"), "UPDATE appointments SET start_at = now() - interval '1 minute', end_at = now() + interval '9 minutes' "+
		"FROM set_config('app.actor_id', 'test', true) WHERE id = '"+stack.UUID(t, one)+"'")
	for _, answer := range []stack.Answer{enlace.Call(t, stack.Request{Method: "GET", Path: a}), press(t, a, "confirm"), press(t, a, "cancel")} {
		mustShow(t, answer, 410, "ya empezó")
	}
	begun := clinic.Call(t, "POST", "/v1/appointments/"+one+"/reply-link", stack.Object{})
	if begun.Status != 409 || begun.Problem(t).Reason != "NOTHING_TO_ANSWER" {
		t.Errorf("%d %s", begun.Status, begun.Body)
	}
	clinic.Must(t, 204, "DELETE", "/v1/appointments/"+other, nil)
	mustShow(t, press(t, b, "confirm"), 404, "Este enlace no sirve.")
	if got := clinic.Must(t, 200, "GET", "/v1/appointments/"+one, nil); got.Text("state") != "SCHEDULED" {
		t.Errorf("%v", got)
	}
}
