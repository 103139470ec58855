package contract

import (
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// hours are weekly hours of Monday with some members changed.
func hours(changes stack.Object) stack.Object {
	return with(stack.Object{"daysOfWeek": []string{"MON"}, "startTime": "08:00", "endTime": "12:00"}, changes)
}

func TestBadRolesAreRefused(t *testing.T) {
	w := theWorld(t)
	good := w.alpha.RoleBody(w.alpha.NewDoctor(t, stack.NewDocument()))
	busy := w.alpha.NewDoctor(t, stack.NewDocument())
	role := "/v1/practitioner-roles/" + w.alpha.NewRole(t, busy)
	roles := func(name, fields string, changes stack.Object) refusal {
		return invalidCall(name, "POST", "/v1/practitioner-roles", fields, with(good, changes))
	}
	of := func(name, field string, times ...stack.Object) refusal {
		return roles(name, field, stack.Object{"availableTimes": times})
	}
	patch := func(name, fields string, body any) refusal { return invalidCall(name, "PATCH", role, fields, body) }
	list := func(path, fields string) refusal {
		return invalidCall(path, "GET", "/v1/practitioner-roles"+path, fields, nil)
	}
	mustRefuse(t, []refusal{
		roles("a role of nobody nowhere", "doctorId clinicId", stack.Object{"doctorId": nil, "clinicId": nil}),
		roles("ids that are none", "doctorId clinicId", stack.Object{"doctorId": "7", "clinicId": "main"}),
		roles("absent ids", "doctorId clinicId", stack.Object{"doctorId": stack.NewID(), "clinicId": stack.NewID()}),
		roles("foreign ids", "doctorId clinicId", stack.Object{"doctorId": w.beta.Doctor, "clinicId": w.beta.Site}),
		roles("an unknown field", "schedule", stack.Object{"schedule": "always"}),
		roles("hours that are no list", "availableTimes", stack.Object{"availableTimes": hours(nil)}),
		of("an unknown field of hours", "availableTimes[0].days", hours(stack.Object{"days": "MON"})),
		of("hours without anything", "availableTimes[0].daysOfWeek availableTimes[0].startTime availableTimes[0].endTime", stack.Object{}),
		of("an unknown day", "availableTimes[0].daysOfWeek[1]", hours(stack.Object{"daysOfWeek": []string{"MON", "LUNES"}})),
		of("a repeated day", "availableTimes[0].daysOfWeek[1]", hours(stack.Object{"daysOfWeek": []string{"MON", "MON"}})),
		of("eight days", "availableTimes[0].daysOfWeek", hours(stack.Object{"daysOfWeek": strings.Fields("MON TUE WED THU FRI SAT SUN MON")})),
		of("times in other forms", "availableTimes[0].startTime availableTimes[0].endTime", hours(stack.Object{"startTime": "8am", "endTime": "12:00:00"})),
		of("a start at the end of the day", "availableTimes[0].startTime", hours(stack.Object{"startTime": "24:00", "endTime": "24:00"})),
		of("an end before the start", "availableTimes[0].endTime", hours(stack.Object{"startTime": "22:00", "endTime": "06:00"})),
		of("dates that are none", "availableTimes[0].effectiveFrom availableTimes[0].effectiveTo", hours(stack.Object{"effectiveFrom": "1/1/2026", "effectiveTo": "2026-02-30"})),
		of("dates in the wrong order", "availableTimes[0].effectiveTo", hours(stack.Object{"effectiveFrom": "2026-02-01", "effectiveTo": "2026-01-31"})),
		of("holidays in words", "availableTimes[0].onHolidays", hours(stack.Object{"onHolidays": "no"})),
		of("an overlap", "availableTimes[1]", hours(nil), hours(stack.Object{"startTime": "11:00", "endTime": "13:00"})),
		of("51 entries", "availableTimes", slices.Repeat([]stack.Object{hours(nil)}, 51)...),
		roles("everything at once", "doctorId clinicId availableTimes[0].daysOfWeek[0] availableTimes[0].endTime availableTimes[1].startTime price",
			stack.Object{"doctorId": "7", "clinicId": nil, "price": 1, "availableTimes": []stack.Object{
				hours(stack.Object{"daysOfWeek": []string{"X"}, "endTime": "07:00"}), hours(stack.Object{"startTime": "X"})}}),
		{name: "a second role of a doctor at a site", method: "POST", path: "/v1/practitioner-roles", body: w.alpha.RoleBody(busy),
			status: 409, code: "ALREADY_EXISTS", reason: "ROLE_EXISTS"},
		patch("another doctor and site", "doctorId clinicId", stack.Object{"doctorId": w.alpha.Doctor, "clinicId": w.alpha.Site}),
		patch("neither active nor not", "active", `{"active":null}`),
		patch("hours that overlap", "availableTimes[1]", stack.Object{"availableTimes": []any{hours(nil), hours(nil)}}),
		patch("everything at once", "active availableTimes[0].endTime", stack.Object{"active": "yes",
			"availableTimes": []any{hours(stack.Object{"endTime": "8"})}}),
		list("?doctorId=7&clinicId=main", "doctorId clinicId"),
		list("?active=perhaps", "active"),
		list("?pageSize=0", "pageSize"),
	})
}

func TestARoleIsChangedPartByPart(t *testing.T) {
	clinic := enlace.NewClinic(t, "Roles")
	path := "/v1/practitioner-roles/" + clinic.NewRole(t, clinic.Doctor)
	patch := func(body any) stack.Object { return clinic.Must(t, 200, "PATCH", path, body) }
	hoursOf := func(role stack.Object) string {
		var all []string
		for _, entry := range role.Objects(t, "availableTimes") {
			all = append(all, entry.Text("startTime")+"-"+entry.Text("endTime"))
		}
		return strings.Join(all, " ")
	}
	if made := clinic.Must(t, 200, "GET", path, nil); hoursOf(made) != "08:00-12:00" || made.Text("doctorId") != clinic.Doctor ||
		made.Text("clinicId") != clinic.Site || made["active"] != true {
		t.Errorf("it was made as %v", made)
	}
	if closed := patch(`{"active":false}`); closed["active"] != false || hoursOf(closed) != "08:00-12:00" {
		t.Errorf("closing made %v", closed)
	}
	two := []any{hours(stack.Object{"endTime": "24:00", "startTime": "20:00", "onHolidays": true}),
		hours(stack.Object{"effectiveFrom": "2026-01-01", "effectiveTo": nil})}
	if changed := patch(stack.Object{"availableTimes": two}); hoursOf(changed) != "20:00-24:00 08:00-12:00" || changed["active"] != false {
		t.Errorf("other hours made %v", changed)
	} else if entry := changed.Objects(t, "availableTimes")[1]; entry.Text("effectiveFrom") != "2026-01-01" || entry["onHolidays"] != false {
		t.Errorf("the second entry is %v", entry)
	}
	if cleared := patch(`{"availableTimes":null,"active":true}`); hoursOf(cleared) != "" || cleared["active"] != true {
		t.Errorf("null made %v", cleared)
	}
	clinic.Must(t, 204, "DELETE", path, nil)
	clinic.Must(t, 404, "GET", path, nil)
	if left := clinic.Must(t, 200, "GET", "/v1/practitioner-roles", nil).Objects(t, "practitionerRoles"); len(left) != 0 {
		t.Errorf("after the deletion there are %v", left)
	}
	clinic.NewRole(t, clinic.Doctor)
}

func TestBadExceptionsAreRefused(t *testing.T) {
	w := theWorld(t)
	good := w.alpha.ExceptionBody()
	exceptions := func(name, fields string, changes stack.Object) refusal {
		return invalidCall(name, "POST", "/v1/schedule-exceptions", fields, with(good, changes))
	}
	span := func(name, fields, start, end string) refusal {
		return exceptions(name, fields, stack.Object{"start": start, "end": end})
	}
	list := func(path, fields string) refusal {
		return invalidCall(path, "GET", "/v1/schedule-exceptions"+path, fields, nil)
	}
	id := w.alpha.NewException(t)
	mustRefuse(t, []refusal{
		invalidCall("nothing", "POST", "/v1/schedule-exceptions", "kind doctorId start end", `{}`),
		exceptions("of nobody", "doctorId", stack.Object{"clinicId": nil}),
		exceptions("hours of no doctor", "doctorId", stack.Object{"kind": "OPEN"}),
		exceptions("hours nowhere", "clinicId", stack.Object{"kind": "OPEN", "clinicId": nil, "doctorId": w.alpha.Doctor}),
		exceptions("another kind", "kind", stack.Object{"kind": "BUSY"}),
		exceptions("ids that are none", "doctorId clinicId", stack.Object{"doctorId": "7", "clinicId": "main"}),
		exceptions("absent ids", "doctorId clinicId", stack.Object{"doctorId": stack.NewID(), "clinicId": stack.NewID()}),
		exceptions("foreign ids", "doctorId clinicId", stack.Object{"doctorId": w.beta.Doctor, "clinicId": w.beta.Site}),
		exceptions("501 characters", "reason", stack.Object{"reason": long(501)}),
		exceptions("an unknown field", "allDay", stack.Object{"allDay": true}),
		span("no offset", "start end", "2026-12-24T00:00:00", "2026-12-25T00:00:00"),
		span("days alone", "start end", "2026-12-24", "2026-12-25"),
		span("an end that is the start", "end", "2026-12-24T00:00:00-05:00", "2026-12-24T05:00:00Z"),
		span("367 days", "end", "2026-01-01T00:00:00Z", "2027-01-03T00:00:00Z"),
		exceptions("everything at once", "doctorId clinicId kind start end reason price", stack.Object{"doctorId": "7", "clinicId": "x",
			"kind": "X", "start": "X", "end": nil, "reason": "a\u0001", "price": 1}),
		{name: "a change", method: "PATCH", path: "/v1/schedule-exceptions/" + id, body: `{"reason":"x"}`,
			status: 405, code: "UNIMPLEMENTED", reason: "METHOD_NOT_ALLOWED"},
		list("?doctorId=7&clinicId=main", "doctorId clinicId"),
		list("?from=today&to=2026-12-24", "from to"),
		list("?from=2026-12-24T00:00:00Z&to=2026-12-24T00:00:00Z", "to"),
	})
}

func TestExceptionsAreListedByTimeAndTakenBack(t *testing.T) {
	clinic := enlace.NewClinic(t, "Exceptions")
	closed := clinic.Must(t, 201, "POST", "/v1/schedule-exceptions", clinic.ExceptionBody())
	if closed.Text("start") != "2026-12-24T05:00:00Z" || closed.Text("kind") != "CLOSED" || closed.Text("reason") != "Exceptions" {
		t.Errorf("it was made as %v", closed)
	}
	if _, there := closed["doctorId"]; there {
		t.Errorf("it names a doctor: %v", closed)
	}
	count := func(query string, want int) {
		t.Helper()
		found := clinic.Must(t, 200, "GET", "/v1/schedule-exceptions"+query, nil).Objects(t, "scheduleExceptions")
		if len(found) != want {
			t.Errorf("%q: %d instead of %d", query, len(found), want)
		}
	}
	count("", 1)
	count("?clinicId="+clinic.Site, 1)
	count("?doctorId="+clinic.Doctor, 0)
	count("?from=2026-12-25T00:00:00-05:00", 0)
	count("?from=2026-12-24T23:00:00-05:00&to=2026-12-26T00:00:00-05:00", 1)
	count("?to=2026-12-24T00:00:00-05:00", 0)
	clinic.Must(t, 204, "DELETE", "/v1/schedule-exceptions/"+closed.Text("id"), nil)
	clinic.Must(t, 404, "DELETE", "/v1/schedule-exceptions/"+closed.Text("id"), nil)
	count("", 0)
}

func TestHolidaysAreAnsweredInTheCallersLanguage(t *testing.T) {
	w := theWorld(t)
	for language, want := range map[string]string{"es-CO": "Inmaculada Concepción", "en": "Immaculate Conception"} {
		listed := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/holidays?from=2026-12-01&to=2026-12-24",
			Key: w.alpha.Key, Header: map[string]string{"Accept-Language": language}}).Objects(t, "holidays")
		if len(listed) != 1 || listed[0].Text("name") != want || listed[0].Text("date") != "2026-12-08" || listed[0].Text("country") != "CO" {
			t.Errorf("%s: %v", language, listed)
		}
	}
	if us := w.alpha.Must(t, 200, "GET", "/v1/holidays?country=US&year=2026", nil).Objects(t, "holidays"); len(us) != 12 ||
		us[5].Text("date") != "2026-07-03" || us[5].Text("name") != "Independence Day (observed)" {
		t.Errorf("US: %v", us)
	}
	holidays := func(query, fields string) refusal {
		return invalidCall(query, "GET", "/v1/holidays"+query, fields, nil)
	}
	mustRefuse(t, []refusal{
		holidays("?country=Colombia&year=1899&from=x&to=y", "country year from to"),
		holidays("?year=two", "year"),
		holidays("?from=2026-02-01&to=2026-01-31", "to"),
		holidays("?month=7", "month"),
	})
}

// availabilityCases are the refusals of roles and exceptions whose answers are kept.
func availabilityCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	doctor := w.alpha.NewDoctor(t, stack.NewDocument())
	w.alpha.NewRole(t, doctor)
	roles := func(reason, name string, times ...stack.Object) goldenCase {
		body := with(w.alpha.RoleBody(doctor), stack.Object{"availableTimes": times})
		return send(reason, name, "POST", "/v1/practitioner-roles", body)
	}
	exceptions := func(reason, name string, changes stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/schedule-exceptions", with(w.alpha.ExceptionBody(), changes))
	}
	return []goldenCase{
		get("NOT_FOUND.practitioner-role", "an absent role", "/v1/practitioner-roles/"+stack.NewID()),
		get("NOT_FOUND.schedule-exception", "an absent exception", "/v1/schedule-exceptions/"+stack.NewID()),
		roles("ROLE_EXISTS", "a second role", hours(nil)),
		roles("TIME_OF_DAY", "an hour in words", hours(stack.Object{"startTime": "eight", "endTime": "24:01"})),
		roles("HOURS_OVERLAP", "the same hours twice", hours(nil), hours(nil)),
		exceptions("REQUIRED.unless", "nobody's exception", stack.Object{"clinicId": nil}),
		exceptions("DURATION.days", "two years", stack.Object{"end": "2028-12-25T00:00:00-05:00"}),
	}
}
