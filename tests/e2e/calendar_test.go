package e2e

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"github.com/emersion/go-ical"
)

const (
	awkwardName = `Ñandú, la "mayor"; de Ávila`
	awkwardSite = `Sede Norte; piso 3, "A"`
	awkwardAt   = `Cra. 7 # 72-41, of. 301; \ interior`
)

// calendarClinic is a doctor at a site with a patient, all of whose names need escapes, and how to
// book them at some hours from now.
func calendarClinic(t *testing.T) (clinic *stack.Clinic, site, doctor string, book func(ahead time.Duration) string) {
	t.Helper()
	clinic = enlace.NewClinic(t, "Calendar")
	clinic.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": "CONTROL", "name": "Control, prenatal; tardío",
		"durationMinutes": 30})
	site = clinic.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": awkwardSite, "address": awkwardAt, "city": "Bogotá"}).Text("id")
	doctor = clinic.NewDoctor(t, stack.NewDocument())
	number := stack.NewDocument()
	clinic.Must(t, 201, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": awkwardName,
		"lastName": "Güiza", "docTypeId": "CC", "docNumber": number, "birthDate": "1990-01-01"})
	book = func(ahead time.Duration) string {
		start := time.Now().Add(ahead).UTC().Truncate(time.Minute)
		return clinic.Must(t, 201, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
			"startAppointment": start.Format(time.RFC3339), "endAppointment": start.Add(30 * time.Minute).Format(time.RFC3339),
			"state": "SCHEDULED", "modality": "IN_PERSON", "patientDocTypeId": "CC", "patientDocNumber": number,
			"doctorId": doctor, "clinicId": site, "appointmentType": "CONTROL"}).Text("id")
	}
	return clinic, site, doctor, book
}

// readCalendar opens the calendar by its URL alone.
func readCalendar(t *testing.T, feed string) (events map[string]ical.Event, etag string) {
	t.Helper()
	answer := enlace.Call(t, stack.Request{Method: "GET", Path: feed})
	if answer.Status != 200 || answer.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Fatalf("%d %s: %s", answer.Status, answer.Header.Get("Content-Type"), answer.Body)
	}
	calendar, err := ical.NewDecoder(bytes.NewReader(answer.Body)).Decode()
	if err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	events = map[string]ical.Event{}
	for _, e := range calendar.Events() {
		events[textOf(t, e, "UID")] = e
	}
	return events, answer.Header.Get("ETag")
}

func textOf(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	text, err := e.Props.Text(name)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return text
}

func TestACalendarProgramReadsADoctorsAppointments(t *testing.T) {
	clinic, _, doctor, book := calendarClinic(t)
	feed := clinic.Must(t, 201, "POST", "/v1/calendar-feeds", stack.Object{"doctorId": doctor}).Text("url")
	soon, cancelled, late := book(30*time.Hour), book(32*time.Hour), book(200*24*time.Hour)
	clinic.Must(t, 200, "POST", "/v1/appointments/"+cancelled+"/cancel", stack.Object{})

	events, etag := readCalendar(t, feed)
	event, found := events[soon]
	if _, shown := events[late]; len(events) != 1 || !found || shown {
		t.Fatalf("%d events: %v", len(events), events)
	}
	made := clinic.Must(t, 200, "GET", "/v1/appointments/"+soon, nil)
	start, err := event.DateTimeStart(nil)
	if err != nil || start.Format(time.RFC3339) != made.Text("startAppointment") {
		t.Errorf("it starts %v, not %s (%v)", start, made.Text("startAppointment"), err)
	}
	for name, want := range map[string]string{"SUMMARY": "Control, prenatal; tardío", "STATUS": "TENTATIVE",
		"LOCATION": awkwardSite + ", " + awkwardAt + ", Bogotá"} {
		if got := textOf(t, event, name); got != want {
			t.Errorf("%s is %q instead of %q", name, got, want)
		}
	}

	// Nothing new until something changes.
	again := enlace.Call(t, stack.Request{Method: "GET", Path: feed, Header: map[string]string{"If-None-Match": etag}})
	if again.Status != 304 || len(again.Body) > 0 {
		t.Errorf("%d %s", again.Status, again.Body)
	}
	moved := time.Now().Add(40 * time.Hour).UTC().Truncate(time.Minute)
	clinic.Must(t, 200, "PATCH", "/v1/appointments/"+soon,
		stack.Object{"startAppointment": moved.Format(time.RFC3339), "state": "CONFIRMED"})
	events, changed := readCalendar(t, feed)
	event = events[soon]
	if start, _ = event.DateTimeStart(nil); !start.Equal(moved) || textOf(t, event, "STATUS") != "CONFIRMED" ||
		event.Props.Get("SEQUENCE").Value != "1" || changed == etag {
		t.Errorf("after the change: %v", event)
	}
}

func TestACalendarNamesPatientsOfDoctorsWhoAllowItAndItIsRecorded(t *testing.T) {
	clinic, site, doctor, book := calendarClinic(t)
	appointment := book(30 * time.Hour)
	made := clinic.Must(t, 201, "POST", "/v1/calendar-feeds", stack.Object{"clinicId": site})
	feed, id := made.Text("url"), made.Text("id")
	records := func() []stack.Object {
		return clinic.Must(t, 200, "GET", "/v1/audit/events?eventType=ACCESS&actorId="+id, nil).Objects(t, "events")
	}
	events, _ := readCalendar(t, feed)
	if got := textOf(t, events[appointment], "SUMMARY"); got != "Control, prenatal; tardío" {
		t.Errorf("a calendar of a doctor who shows no patients says %q", got)
	}

	shown := clinic.Must(t, 200, "PATCH", "/v1/doctors/"+doctor, stack.Object{"calendarShowsPatients": true})
	if shown["calendarShowsPatients"] != true {
		t.Errorf("%v", shown)
	}
	events, _ = readCalendar(t, feed)
	if got := textOf(t, events[appointment], "SUMMARY"); got != "Control, prenatal; tardío: "+awkwardName+" Güiza" {
		t.Errorf("a calendar of a doctor who shows patients says %q", got)
	}
	patient := clinic.Must(t, 200, "GET", "/v1/appointments/"+appointment, nil).Text("patientId")
	var seen []stack.Object
	stack.Eventually(t, backWithin, "the access is in the audit", func() bool {
		seen = records()
		return len(seen) > 0
	})
	actor := seen[0].Member("actor")
	if len(seen) != 1 || actor.Text("type") != "CALENDAR_FEED" || actor.Text("id") != id ||
		seen[0].Text("resourceType") != "Patient" || !strings.Contains(fmt.Sprint(seen[0]), patient) {
		t.Errorf("%v", seen)
	}
}

func TestARevokedCalendarIsGoneAtOnceAndNoLogHoldsItsSecret(t *testing.T) {
	clinic, _, doctor, book := calendarClinic(t)
	book(30 * time.Hour)
	made := clinic.Must(t, 201, "POST", "/v1/calendar-feeds", stack.Object{"doctorId": doctor})
	feed := made.Text("url")
	readCalendar(t, feed)
	clinic.Must(t, 204, "DELETE", "/v1/calendar-feeds/"+made.Text("id"), nil)
	revoked := enlace.Call(t, stack.Request{Method: "GET", Path: feed})
	last := feed[:len(feed)-len("A.ics")]
	for _, other := range []string{feed[:strings.LastIndex(feed, "/")] + "/x.ics", last + "A.ics", last + "Q.ics", feed + "x"} {
		wrong := enlace.Call(t, stack.Request{Method: "GET", Path: other})
		for _, answer := range []stack.Answer{revoked, wrong} {
			p := answer.Problem(t)
			if answer.Status != 404 || p.Reason != revoked.Problem(t).Reason || p.Detail != revoked.Problem(t).Detail {
				t.Errorf("%s: %d %s", other, answer.Status, answer.Body)
			}
		}
	}
	secret, err := url.Parse(feed)
	if err != nil {
		t.Fatal(err)
	}
	part := strings.TrimPrefix(secret.Path, "/calendars/")[40:80]
	for _, process := range append([]string{stack.Gateway}, stack.Services...) {
		if bytes.Contains(enlace.Log(t, process), []byte(part)) {
			t.Errorf("the log of %s holds the secret", process)
		}
	}
}
