package edge

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var calendarSecret = strings.Repeat("A1-_", 21) + "ZZ"

func (w *world) answerCalendars() {
	w.respond = func(_ context.Context, _ string, request proto.Message) (proto.Message, error) {
		if request.(*appointmentv1.GetCalendarRequest).GetSecret() != calendarSecret {
			return nil, ours(w.t.(*testing.T), codes.Unauthenticated, "CREDENTIAL_INVALID", "no")
		}
		now := timestamppb.New(time.Date(2026, 12, 1, 14, 0, 0, 0, time.UTC))
		return &appointmentv1.Calendar{Name: "Ana", Events: []*appointmentv1.CalendarEvent{
			{Id: "01A", Start: now, End: now, UpdatedAt: now, Version: 1},
		}}, nil
	}
}

func TestACalendarIsReadByItsSecretAlone(t *testing.T) {
	w := newWorld(t)
	w.answerCalendars()
	got := w.send("GET", "/calendars/"+calendarSecret+".ics", "", "X-Api-Key", "enl_other", "X-Already-Refused", "1")
	if got.status != 200 || got.header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
		!strings.Contains(got.body, "UID:01A") || got.header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("%d %v %s", got.status, got.header, got.body)
	}
	call := w.onlyCall()
	if call.timeout <= 0 || call.timeout > deadline || len(call.metadata.Get("x-api-key")) > 0 ||
		len(call.metadata.Get("x-already-refused")) > 0 || call.metadata.Get("x-forwarded-for")[0] != "127.0.0.1" {
		t.Errorf("%v %v", call.timeout, call.metadata)
	}
	etag := got.header.Get("ETag")
	for _, sent := range []string{etag, "W/" + etag} {
		again := w.send("GET", "/calendars/"+calendarSecret+".ics", "", "If-None-Match", sent)
		if again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != etag {
			t.Errorf("%s: %d %s", sent, again.status, again.body)
		}
	}
	if other := w.send("GET", "/calendars/"+calendarSecret+".ics", "", "If-None-Match", `"x"`); other.status != 200 {
		t.Errorf("%d", other.status)
	}
	head := w.send("HEAD", "/calendars/"+calendarSecret+".ics", "")
	if head.status != 200 || head.body != "" || head.header.Get("ETag") != etag {
		t.Errorf("%d %q", head.status, head.body)
	}
}

func TestASecretThatIsNoneGetsOneAnswer(t *testing.T) {
	w := newWorld(t)
	w.answerCalendars()
	var first problemJSON
	for i, path := range []string{strings.Repeat("B", 86) + ".ics", "", "x.ics", calendarSecret, calendarSecret + ".ICS",
		calendarSecret + "%2F.ics", "../" + calendarSecret + ".ics/", calendarSecret + "A.ics"} {
		p := w.send("GET", "/calendars/"+path, "").problem(t, 404)
		p.RequestID, p.TraceID = "", ""
		if i == 0 {
			first = p
		}
		if p.Reason != first.Reason || p.Detail != first.Detail || p.Type != first.Type {
			t.Errorf("%s is answered otherwise: %+v instead of %+v", path, p, first)
		}
	}
	if p := w.send("POST", "/calendars/"+calendarSecret+".ics", "{}").problem(t, 405); p.Reason != "METHOD_NOT_ALLOWED" {
		t.Errorf("%+v", p)
	}
}

func TestNoSecretOfACalendarIsLogged(t *testing.T) {
	w := newWorld(t)
	w.answerCalendars()
	w.send("GET", "/calendars/"+calendarSecret+".ics", "")
	w.send("GET", "/calendars/"+calendarSecret, "")
	w.send("POST", "/calendars/"+calendarSecret+".ics", "{}")
	if text := w.log.String(); strings.Contains(text, calendarSecret) || strings.Count(text, "/calendars/{secret}.ics") != 3 {
		t.Errorf("%s", text)
	}
}

func TestWrongSecretsCountForTheAddress(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.answerCalendars()
	statuses := map[int]int{}
	for range 60 {
		statuses[w.send("GET", "/calendars/"+strings.Repeat("B", 86)+".ics", "").status]++
	}
	if statuses[404] < 50 || statuses[429] == 0 || statuses[404]+statuses[429] != 60 {
		t.Errorf("%v", statuses)
	}
	p := w.send("GET", "/calendars/"+strings.Repeat("C", 86)+".ics", "").problem(t, 429)
	if p.Reason != "TOO_MANY_FAILED_AUTHENTICATIONS" {
		t.Errorf("%+v", p)
	}
	if got := w.send("GET", "/r/"+strings.Repeat("C", 64), ""); got.status != 429 || got.header.Get("Retry-After") == "" ||
		!strings.Contains(got.body, "<html") {
		t.Errorf("a reply link: %d %v %s", got.status, got.header, got.body)
	}
}

func TestAGoodLinkOutlivesItsNeighboursMistakes(t *testing.T) {
	w := newWorldWith(t, Options{})
	w.answerCalendars()
	read := func(secret string) int { return w.send("GET", "/calendars/"+secret+".ics", "").status }
	if got := read(calendarSecret); got != 200 {
		t.Fatal(got)
	}
	for range 60 {
		read(strings.Repeat("B", 86))
	}
	if stranger, good := read(strings.Repeat("C", 86)), read(calendarSecret); stranger != 429 || good != 200 {
		t.Errorf("a stranger %d, the good one %d", stranger, good)
	}
}

func TestANewCalendarsUrlIsAbsolute(t *testing.T) {
	w := newWorld(t)
	w.respond = func(context.Context, string, proto.Message) (proto.Message, error) {
		return &appointmentv1.CalendarFeed{Id: "01A", Url: proto.String("/calendars/s.ics")}, nil
	}
	got := w.send("POST", "/v1/calendar-feeds", `{"doctorId":"01A"}`)
	if got.status != 201 || !strings.Contains(got.body, `"url":"`+w.web.URL+`/calendars/s.ics"`) {
		t.Errorf("%d %s", got.status, got.body)
	}
}
