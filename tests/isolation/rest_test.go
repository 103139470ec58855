package isolation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
)

// route is the method and path of an RPC's HTTP annotation; empty when it has none.
func route(r rpc) (method, path string) {
	rule, _ := proto.GetExtension(r.method.Options(), annotations.E_Http).(*annotations.HttpRule)
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return "GET", p.Get
	case *annotations.HttpRule_Post:
		return "POST", p.Post
	case *annotations.HttpRule_Put:
		return "PUT", p.Put
	case *annotations.HttpRule_Patch:
		return "PATCH", p.Patch
	case *annotations.HttpRule_Delete:
		return "DELETE", p.Delete
	}
	return "", ""
}

func TestAForeignIdInAnyPathIsAnsweredLikeAnAbsentOne(t *testing.T) {
	alpha, beta := clinics(t)
	before := enlace.TakeSnapshot(t, alpha.ID)
	paths := 0
	for _, r := range everyRPC(t) {
		method, path := route(r)
		if !strings.Contains(path, "{id}") {
			continue
		}
		paths++
		for what, foreign := range alpha.ids() {
			ask := func(id string) stack.Answer {
				var body any
				if method != "GET" && method != "DELETE" {
					body = valid(beta, r)
				}
				return beta.Call(t, method, strings.Replace(path, "{id}", id, 1), body)
			}
			answer, absent := ask(foreign), ask(stack.NewID())
			// What is kept of another clinic's is none of this one's: a list of it is empty.
			list := strings.HasPrefix(string(r.method.Name()), "List")
			if answer.Status != absent.Status || anonymous(t, answer) != anonymous(t, absent) || (answer.Status < 400) != list {
				t.Errorf("%s %s with alpha's %s: %d %s\nan absent id: %d %s", method, path, what,
					answer.Status, answer.Body, absent.Status, absent.Body)
			}
		}
	}
	if paths < 10 {
		t.Errorf("only %d paths have an id", paths)
	}
	if changed := before.Differences(enlace.TakeSnapshot(t, alpha.ID)); len(changed) != 0 {
		t.Errorf("alpha's rows changed: %v", changed)
	}
}

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

func TestTheTenantComesFromTheKeyAlone(t *testing.T) {
	alpha, beta := clinics(t)
	headers := map[string]string{"X-Tenant-Id": alpha.ID, "Tenant-Id": alpha.ID, "X-Tenant": alpha.ID,
		"Grpc-Metadata-X-Tenant-Id": alpha.ID, "Grpc-Metadata-Tenant_id": alpha.ID,
		"Grpc-Metadata-X-Api-Key": alpha.Key, "Grpc-Metadata-Authorization": "Bearer " + alpha.Key,
		"Cookie": "tenant=" + alpha.ID, "X-Forwarded-Host": "alpha.example.com"}
	for _, path := range []string{"/v1/patients/" + alpha.patient, "/v1/appointments/" + alpha.appointment,
		"/v1/doctors/" + alpha.Doctor, "/v1/sites/" + alpha.Site, "/v1/appointment-types/" + alpha.appointmentType,
		"/v1/rooms/" + alpha.room, "/v1/calendar-feeds/" + alpha.feed,
		"/v1/practitioner-roles/" + alpha.role, "/v1/schedule-exceptions/" + alpha.exception,
		"/v1/waitlist/" + alpha.waiting} {
		answer := enlace.Call(t, stack.Request{Method: "GET", Path: path, Key: beta.Key, Header: headers})
		if answer.Status != 404 {
			t.Errorf("%s: %d %s", path, answer.Status, answer.Body)
		}
	}
	principal := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/auth/principal", Key: beta.Key, Header: headers})
	if principal.Text("tenantId") != beta.ID {
		t.Errorf("the principal is %v", principal)
	}

	made := beta.Must(t, 201, "POST", "/v1/auth/api-keys", stack.Object{"tenantId": alpha.ID, "name": "whose", "scopes": []string{"patients:list"}})
	whose := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/auth/principal", Key: made.Text("plaintext")})
	if whose.Text("tenantId") != beta.ID {
		t.Errorf("a key made with alpha's tenantId belongs to %v", whose)
	}
	for _, query := range []string{"", "?tenantId=" + alpha.ID} {
		for _, key := range beta.Must(t, 200, "GET", "/v1/auth/api-keys"+query, nil).Objects(t, "apiKeys") {
			if key.Text("id") == alpha.KeyID {
				t.Errorf("beta's keys%s hold alpha's", query)
			}
		}
	}
	if answer := beta.Call(t, "DELETE", "/v1/auth/api-keys/"+alpha.KeyID+"?tenantId="+alpha.ID, nil); answer.Status != 404 {
		t.Errorf("revoking alpha's key: %d %s", answer.Status, answer.Body)
	}
}

func TestAForeignPageTokenLeadsToNothingForeign(t *testing.T) {
	one, two := enlace.NewClinic(t, "Token One"), enlace.NewClinic(t, "Token Two")
	own := map[string][]string{}
	for range 4 {
		for _, c := range []*stack.Clinic{one, two} {
			id, number := c.NewPatient(t)
			own[c.Name] = append(own[c.Name], id, c.NewAppointment(t, number), c.NewAppointmentType(t), c.NewRoom(t), c.NewCalendarFeed(t))
		}
	}
	for range 2 {
		one.NewRole(t, one.NewDoctor(t, stack.NewDocument()))
		one.NewException(t)
	}
	for path, name := range map[string]string{"/v1/patients": "patients", "/v1/appointments": "appointments",
		"/v1/doctors": "doctors", "/v1/sites": "sites", "/v1/appointment-types": "appointmentTypes", "/v1/rooms": "rooms",
		"/v1/calendar-feeds": "calendarFeeds", "/v1/practitioner-roles": "practitionerRoles", "/v1/schedule-exceptions": "scheduleExceptions",
		"/v1/audit/events": "events", "/v1/auth/api-keys": "apiKeys"} {
		if name == "doctors" {
			one.NewDoctor(t, stack.NewDocument())
		}
		if name == "sites" {
			one.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": one.Name + " second"})
		}
		if name == "apiKeys" {
			one.NewKey(t, "patients:read")
		}
		var token string
		if name == "events" {
			stack.Eventually(t, relayed, "events are there", func() bool {
				token = one.Must(t, 200, "GET", path+"?pageSize=1", nil).Text("nextPageToken")
				return token != ""
			})
		} else {
			token = one.Must(t, 200, "GET", path+"?pageSize=1", nil).Text("nextPageToken")
		}
		if token == "" {
			t.Fatalf("%s has one page only", path)
		}
		answer := two.Call(t, "GET", path+"?pageSize=200&pageToken="+token, nil)
		if answer.Status == 400 {
			continue
		}
		for _, foreign := range append(own[one.Name], one.ID, one.KeyID, one.Site, one.Doctor, one.Name) {
			if strings.Contains(string(answer.Body), foreign) {
				t.Errorf("%s shows %s: %s", path, foreign, answer.Body)
			}
		}
		for _, item := range answer.Object(t).Objects(t, name) {
			if name == "patients" && !slices.Contains(own[two.Name], item.Text("id")) {
				t.Errorf("%s shows %v", path, item)
			}
		}
	}
}
