package contract

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// list is a list of the API as a caller of it sees it.
type list struct {
	path, name, key string
	count           int
}

// lists are all lists, each with a few items.
func lists(t *testing.T) []list {
	clinic := enlace.NewClinic(t, "All Lists")
	patient, number := clinic.NewPatient(t)
	clinic.NewWaiting(t, patient)
	for range 4 {
		waiting, _ := clinic.NewPatient(t)
		clinic.NewWaiting(t, waiting)
		clinic.NewAppointment(t, number)
		clinic.NewRole(t, clinic.NewDoctor(t, stack.NewDocument()))
		clinic.NewException(t)
		clinic.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": "Sede " + stack.NewDocument()})
		clinic.NewKey(t, "patients:read")
		clinic.NewAppointmentType(t)
		clinic.NewRoom(t)
		clinic.NewCalendarFeed(t)
	}
	clinic.NewCalendarFeed(t)
	clinic.NewAppointment(t, number)
	clinic.NewAppointmentType(t)
	clinic.NewRoom(t)
	clinic.NewRole(t, clinic.Doctor)
	clinic.NewException(t)
	return []list{
		{"/v1/patients?name=luz", "patients", clinic.Key, 5},
		{"/v1/patients?orderBy=createdAt+desc&customFields%5Bclinic%5D=All+Lists", "patients", clinic.Key, 5},
		{"/v1/appointments?state=SCHEDULED", "appointments", clinic.Key, 5},
		{"/v1/appointments?orderBy=startAppointment%20desc", "appointments", clinic.Key, 5},
		{"/v1/appointments?order_by=createdAt", "appointments", clinic.Key, 5},
		{"/v1/doctors?active=true", "doctors", clinic.Key, 5},
		{"/v1/sites", "sites", clinic.Key, 5},
		{"/v1/appointment-types?active=true", "appointmentTypes", clinic.Key, 5},
		{"/v1/rooms?clinicId=" + clinic.Site, "rooms", clinic.Key, 5},
		{"/v1/calendar-feeds", "calendarFeeds", clinic.Key, 5},
		{"/v1/practitioner-roles?active=true&clinicId=" + clinic.Site, "practitionerRoles", clinic.Key, 5},
		{"/v1/schedule-exceptions?from=2026-12-24T12:00:00Z", "scheduleExceptions", clinic.Key, 5},
		{"/v1/waitlist?status=WAITING", "waitlistEntries", clinic.Key, 5},
		{"/v1/auth/api-keys", "apiKeys", clinic.Key, 5},
		{"/v1/tenants", "tenants", enlace.AdminKey, 0},
	}
}

// withQuery adds parameters to a path.
func withQuery(t *testing.T, path string, parameters ...string) string {
	t.Helper()
	u, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// page gets one page and checks that it has both ways to the next one, or neither.
func page(t *testing.T, l list, path string) (ids []string, token, next string) {
	t.Helper()
	body := enlace.Must(t, 200, stack.Request{Method: "GET", Path: path, Key: l.key})
	for _, item := range body.Objects(t, l.name) {
		ids = append(ids, item.Text("id"))
	}
	_, hasToken := body["nextPageToken"]
	_, hasNext := body["next"]
	if hasToken != hasNext || hasToken != (body.Text("nextPageToken") != "") || hasNext != (body.Text("next") != "") {
		t.Fatalf("%s: nextPageToken and next: %v", path, body)
	}
	return ids, body.Text("nextPageToken"), body.Text("next")
}

// TestEachListIsPagedAsN8nDoes follows every list in n8n's two ways: by the URL in `next`, and by
// the token as a parameter that is empty at first.
func TestEachListIsPagedAsN8nDoes(t *testing.T) {
	for _, l := range lists(t) {
		t.Run(l.path, func(t *testing.T) {
			var byToken, byURL []string
			token := ""
			for {
				ids, following, _ := page(t, l, withQuery(t, l.path, "pageSize", "2", "pageToken", token))
				byToken = append(byToken, ids...)
				if following == "" {
					break
				}
				if following == token || len(byToken) > 500 {
					t.Fatalf("the list has no end: %q", following)
				}
				token = following
			}
			for next := withQuery(t, l.path, "pageSize", "2"); next != ""; {
				ids, _, following := page(t, l, next)
				byURL = append(byURL, ids...)
				if following != "" && !strings.HasPrefix(following, enlace.URL+"/v1/") {
					t.Fatalf("next is %q", following)
				}
				next = following
			}
			if !slices.Equal(byToken, byURL) || (l.count != 0 && len(byURL) < l.count) {
				t.Errorf("by token %v, by URL %v", byToken, byURL)
			}
			whole, _, _ := page(t, l, withQuery(t, l.path, "pageSize", "200"))
			if len(whole) < 200 && !slices.Equal(whole, byURL) {
				t.Errorf("page by page %v, at once %v", byURL, whole)
			}
			sorted := slices.Sorted(slices.Values(byURL))
			if len(slices.Compact(sorted)) != len(byURL) {
				t.Errorf("the pages repeat an id: %v", byURL)
			}
		})
	}
}

func TestAPageTokenIsGoodForItsOwnListOnly(t *testing.T) {
	w := theWorld(t)
	w.alpha.NewPatient(t)
	w.beta.NewPatient(t)
	patients := list{"/v1/patients", "patients", w.alpha.Key, 0}
	of := func(l list) string {
		_, token, _ := page(t, l, withQuery(t, l.path, "pageSize", "1"))
		if token == "" {
			t.Fatalf("%s has one page only", l.path)
		}
		return token
	}
	own := of(patients)
	foreign := of(list{"/v1/patients", "patients", w.beta.Key, 0})
	filtered := of(list{"/v1/patients?name=luz", "patients", w.alpha.Key, 0})
	backwards := of(list{"/v1/patients?orderBy=createdAt+desc", "patients", w.alpha.Key, 0})
	refused := func(name, path string) refusal {
		return refusal{name: name, method: "GET", path: path, status: 400, code: "INVALID_ARGUMENT",
			reason: "FIELD_VIOLATION", fields: "pageToken"}
	}
	changed := []byte(own)
	changed[len(changed)/2] ^= 1
	page(t, patients, withQuery(t, "/v1/patients", "pageSize", "2", "pageToken", own))
	mustRefuse(t, []refusal{
		refused("another tenant's", withQuery(t, "/v1/patients", "pageToken", foreign)),
		refused("another filter's", withQuery(t, "/v1/patients", "pageToken", filtered)),
		refused("that of no filter", withQuery(t, "/v1/patients?name=luz", "pageToken", own)),
		refused("another value's", withQuery(t, "/v1/patients?name=luzia", "pageToken", filtered)),
		refused("another order's", withQuery(t, "/v1/patients", "pageToken", backwards)),
		refused("another list's", withQuery(t, "/v1/doctors", "pageToken", own)),
		refused("a changed one", withQuery(t, "/v1/patients", "pageToken", string(changed))),
		refused("a cut one", withQuery(t, "/v1/patients", "pageToken", own[:len(own)-4])),
		refused("an unsigned one", withQuery(t, "/v1/patients", "pageToken", "MTAxQVJaM05ERUtUU1Y0UlJGRlE2OUc1RkFW")),
		refused("a number", withQuery(t, "/v1/patients", "pageToken", "2")),
	})
	answer := w.alpha.Call(t, "GET", withQuery(t, "/v1/patients", "pageToken", foreign), nil)
	if violation := answer.Problem(t).Violations[0]; violation.Reason != "PAGE_TOKEN_INVALID" {
		t.Errorf("the reason is %s", violation.Reason)
	}
}

func TestOrdersWithoutAnIndexAreRefused(t *testing.T) {
	refused := func(path string) refusal {
		return refusal{name: path, method: "GET", path: path, status: 400, code: "INVALID_ARGUMENT",
			reason: "FIELD_VIOLATION", fields: "orderBy"}
	}
	mustRefuse(t, []refusal{
		refused("/v1/patients?orderBy=lastName"), refused("/v1/patients?orderBy=createdAt,lastName"),
		refused("/v1/patients?orderBy=createdAt+down"), refused("/v1/appointments?orderBy=modality"),
		refused("/v1/appointments?orderBy=createdAt&modality=HOME"),
		{name: "in snake case", method: "GET", path: "/v1/patients?order_by=last_name", status: 400,
			code: "INVALID_ARGUMENT", reason: "FIELD_VIOLATION", fields: "order_by"},
	})
	w := theWorld(t)
	answer := w.alpha.Call(t, "GET", "/v1/appointments?orderBy=modality", nil)
	if detail := answer.Problem(t).Detail; detail != "orderBy: must be one of startAppointment, "+
		"startAppointment desc, createdAt, createdAt desc" {
		t.Errorf("detail: %s", detail)
	}
	for _, path := range []string{"/v1/doctors?orderBy=createdAt", "/v1/audit/events?orderBy=occurredAt"} {
		if answer := w.alpha.Call(t, "GET", path, nil); answer.Status != 400 {
			t.Errorf("%s: %d", path, answer.Status)
		}
	}
}
