package contract

import (
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestBadCalendarFeedsAreRefused(t *testing.T) {
	w := theWorld(t)
	create := func(name, fields string, body any) refusal {
		return invalidCall(name, "POST", "/v1/calendar-feeds", fields, body)
	}
	mustRefuse(t, []refusal{
		create("a calendar of nobody", "doctorId", `{}`),
		create("a calendar of blanks", "doctorId", `{"doctorId":" ","clinicId":""}`),
		create("a calendar of both", "clinicId", stack.Object{"doctorId": w.alpha.Doctor, "clinicId": w.alpha.Site}),
		create("a calendar of what is no id, of both kinds", "doctorId clinicId clinicId", `{"doctorId":"x","clinicId":"y"}`),
		create("a calendar of an absent doctor", "doctorId", stack.Object{"doctorId": stack.NewID()}),
		create("a calendar of a foreign doctor", "doctorId", stack.Object{"doctorId": w.beta.Doctor}),
		create("a calendar of a foreign site", "clinicId", stack.Object{"clinicId": w.beta.Site}),
		create("a calendar with an unknown field", "patientId", stack.Object{"doctorId": w.alpha.Doctor, "patientId": w.patient}),
		invalidCall("calendars after a token that is none", "GET", "/v1/calendar-feeds?pageToken=abc", "pageToken", nil),
	})
}

// The right to see one's own patients' appointments is not enough: a feed shows everyone's.
func TestACalendarFeedTakesTheRightToListAppointments(t *testing.T) {
	w := theWorld(t)
	var others []string
	for _, scope := range stack.AllScopes {
		if scope != "appointments:list" {
			others = append(others, scope)
		}
	}
	_, key := w.alpha.NewKey(t, others...)
	answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/calendar-feeds", Key: key,
		Body: stack.Object{"doctorId": w.alpha.Doctor}})
	if p := answer.Problem(t); answer.Status != 403 || p.Reason != "SCOPE_MISSING" {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
}

func TestTheUrlOfACalendarIsShownOnce(t *testing.T) {
	clinic := enlace.NewClinic(t, "Calendar Urls")
	made := clinic.Must(t, 201, "POST", "/v1/calendar-feeds", stack.Object{"clinicId": clinic.Site})
	id, url := made.Text("id"), made.Text("url")
	secret, found := strings.CutPrefix(strings.TrimSuffix(url, ".ics"), enlace.URL+"/calendars/")
	if !found || len(secret) != 86 || made.Text("clinicId") != clinic.Site {
		t.Fatalf("%v", made)
	}
	got := clinic.Call(t, "GET", "/v1/calendar-feeds/"+id, nil)
	listed := clinic.Call(t, "GET", "/v1/calendar-feeds", nil)
	for _, answer := range []stack.Answer{got, listed} {
		if answer.Status != 200 || strings.Contains(string(answer.Body), `"url"`) || !strings.Contains(string(answer.Body), id) {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
	}
	for _, database := range []string{"appointment", "audit"} {
		for _, row := range stack.Query[struct {
			Table string `json:"table_name"`
			Rows  int    `json:"rows"`
		}](t, enlace, stack.Database(database), `SELECT table_name, (xpath('/row/c/text()', query_to_xml(
			format('SELECT count(*) AS c FROM %I AS x WHERE x::text LIKE ''%%`+secret+`%%''', table_name), false, true, '')))[1]::text::int AS rows
			FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`) {
			if row.Rows > 0 {
				t.Errorf("%s.%s keeps the secret", database, row.Table)
			}
		}
	}
}
