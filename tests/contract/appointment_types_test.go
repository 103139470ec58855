package contract

import (
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func TestBadAppointmentTypesAreRefused(t *testing.T) {
	w := theWorld(t)
	path := "/v1/appointment-types"
	own := w.alpha.Must(t, 201, "POST", path, stack.Object{"code": "TAKEN", "name": "Control", "durationMinutes": 20})
	id := w.alpha.NewAppointmentType(t)
	good := stack.Object{"code": "CONTROL", "name": "Control", "durationMinutes": 20}
	create := func(name, fields string, changes stack.Object) refusal {
		return invalidCall(name, "POST", path, fields, with(good, changes))
	}
	patch := func(name, fields string, body stack.Object) refusal {
		return invalidCall("a patch of "+name, "PATCH", path+"/"+id, fields, body)
	}
	refusals := []refusal{
		invalidCall("a type without anything", "POST", path, "code name durationMinutes", `{}`),
		create("a blank code", "code", stack.Object{"code": " "}),
		create("a duration that is a text", "durationMinutes", stack.Object{"durationMinutes": "long"}),
		create("half a minute", "durationMinutes", stack.Object{"durationMinutes": 20.5}),
		create("a list of a blank", "specialties[1]", stack.Object{"specialties": []string{"Cardiología", " "}}),
		create("everything at once", "code name durationMinutes bufferBeforeMinutes bufferAfterMinutes modality specialties "+
			"bookableBy minNoticeMinutes maxDaysAhead price",
			stack.Object{"code": "TWO WORDS", "name": strings.Repeat("x", 201), "durationMinutes": 721,
				"bufferBeforeMinutes": -1, "bufferAfterMinutes": 241, "modality": "BY_PHONE", "bookableBy": "NOBODY",
				"specialties": strings.Split(strings.Repeat("x,", 20)+"x", ","), "minNoticeMinutes": 43_201,
				"maxDaysAhead": 731, "price": 1}),
		patch("every number", "durationMinutes bufferBeforeMinutes bufferAfterMinutes minNoticeMinutes maxDaysAhead",
			stack.Object{"durationMinutes": 4, "bufferBeforeMinutes": 241, "bufferAfterMinutes": -1, "minNoticeMinutes": -1,
				"maxDaysAhead": 0}),
		patch("every text to nothing", "code name modality bookableBy",
			stack.Object{"code": "", "name": " ", "modality": "", "bookableBy": ""}),
		invalidCall("a patch that clears what there must be", "PATCH", path+"/"+id, "code name durationMinutes "+
			"bufferBeforeMinutes bufferAfterMinutes bookableBy minNoticeMinutes maxDaysAhead active",
			`{"code":null,"name":null,"durationMinutes":null,"bufferBeforeMinutes":null,"bufferAfterMinutes":null,
			"bookableBy":null,"minNoticeMinutes":null,"maxDaysAhead":null,"active":null}`),
		invalidCall("a page of no size", "GET", path+"?pageSize=0", "pageSize", nil),
		invalidCall("a list of another thing", "GET", path+"?code=TAKEN", "code", nil),
	}
	for _, c := range []struct{ method, path, code string }{{"POST", path, "taken"}, {"PATCH", path + "/" + id, "TAKEN"}} {
		refusals = append(refusals, refusal{name: "a code that is taken, by " + c.method, method: c.method, path: c.path,
			body: with(good, stack.Object{"code": c.code}), status: 409, code: "ALREADY_EXISTS", reason: "CODE_EXISTS"})
	}
	mustRefuse(t, refusals)
	w.alpha.Must(t, 204, "DELETE", path+"/"+own.Text("id"), nil)
}

func TestAnAppointmentTypeIsChangedFieldByField(t *testing.T) {
	clinic := enlace.NewClinic(t, "Offers")
	made := clinic.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": " control_1 ", "name": " Control ",
		"durationMinutes": 20, "modality": "01", "specialties": []string{"Cardiología", "Cardiología", "Pediatría"}, "bookableBy": ""})
	path := "/v1/appointment-types/" + made.Text("id")
	want := stack.Object{"code": "CONTROL_1", "name": "Control", "durationMinutes": 20.0, "bufferBeforeMinutes": 0.0,
		"bufferAfterMinutes": 0.0, "modality": "IN_PERSON", "bookableBy": "ANYONE", "minNoticeMinutes": 0.0,
		"maxDaysAhead": 365.0, "active": true}
	mustHave := func(object stack.Object) {
		t.Helper()
		for name, value := range want {
			if object[name] != value {
				t.Errorf("%s is %v instead of %v", name, object[name], value)
			}
		}
	}
	mustHave(made)
	mustHave(clinic.Must(t, 200, "GET", path, nil))
	if list := made["specialties"].([]any); len(list) != 2 || list[0] != "Cardiología" || list[1] != "Pediatría" {
		t.Errorf("the specialties are %v", list)
	}
	for name, value := range map[string]any{"code": "OTHER", "name": "Otro", "durationMinutes": 30.0, "bufferBeforeMinutes": 5.0,
		"bufferAfterMinutes": 10.0, "modality": "HOME", "bookableBy": "STAFF", "minNoticeMinutes": 60.0, "maxDaysAhead": 1.0,
		"active": false} {
		want[name] = value
		mustHave(clinic.Must(t, 200, "PATCH", path, stack.Object{name: value}))
	}
	cleared := clinic.Must(t, 200, "PATCH", path, `{"modality":null,"specialties":[]}`)
	if _, there := cleared["modality"]; there || len(cleared["specialties"].([]any)) != 0 {
		t.Errorf("null and the empty list cleared nothing: %v", cleared)
	}
	clinic.Must(t, 204, "DELETE", path, nil)
	clinic.Must(t, 404, "GET", path, nil)
	clinic.Must(t, 404, "DELETE", path, nil)
	clinic.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": "OTHER", "name": "Otro", "durationMinutes": 20})
}

func TestBadRoomsAreRefused(t *testing.T) {
	w := theWorld(t)
	w.alpha.Must(t, 201, "POST", "/v1/rooms", stack.Object{"clinicId": w.alpha.Site, "name": "Taken"})
	room := w.alpha.NewRoom(t)
	create := func(name, fields, site, called string) refusal {
		return invalidCall(name, "POST", "/v1/rooms", fields, stack.Object{"clinicId": site, "name": called})
	}
	patch := func(name, fields, body string) refusal {
		return invalidCall(name, "PATCH", "/v1/rooms/"+room, fields, body)
	}
	exists := func(name, method, path string) refusal {
		return refusal{name: name, method: method, path: path, body: stack.Object{"clinicId": w.alpha.Site, "name": "Taken"},
			status: 409, code: "ALREADY_EXISTS", reason: "ROOM_EXISTS"}
	}
	mustRefuse(t, []refusal{
		invalidCall("a room without anything", "POST", "/v1/rooms", "clinicId name", `{}`),
		create("a room of an absent site, without name", "clinicId name", stack.NewID(), " "),
		create("a room of a foreign site", "clinicId", w.beta.Site, "1"),
		create("a room of no id", "clinicId", "main", "1"),
		create("a room with a long name", "name", w.alpha.Site, strings.Repeat("x", 101)),
		invalidCall("a room with an unknown field", "POST", "/v1/rooms", "floor name clinicId",
			stack.Object{"clinicId": stack.NewID(), "floor": 3}),
		patch("a patch to an absent site, without name", "clinicId name", `{"clinicId":"`+stack.NewID()+`","name":""}`),
		patch("a patch to a foreign site", "clinicId", `{"clinicId":"`+w.beta.Site+`"}`),
		patch("a patch that clears everything", "clinicId name active", `{"clinicId":null,"name":null,"active":null}`),
		exists("a name that is taken", "POST", "/v1/rooms"),
		exists("a change to a name that is taken", "PATCH", "/v1/rooms/"+room),
		invalidCall("rooms of no id", "GET", "/v1/rooms?clinicId=main", "clinicId", nil),
	})
}

func TestARoomIsChangedFieldByField(t *testing.T) {
	clinic := enlace.NewClinic(t, "Rooms")
	south := clinic.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": "Sede Sur"}).Text("id")
	made := clinic.Must(t, 201, "POST", "/v1/rooms", stack.Object{"clinicId": clinic.Site, "name": " 301 "})
	if made.Text("clinicId") != clinic.Site || made.Text("name") != "301" || made["active"] != true {
		t.Errorf("the room is %v", made)
	}
	path := "/v1/rooms/" + made.Text("id")
	listed := func(query string) int {
		return len(clinic.Must(t, 200, "GET", "/v1/rooms?"+query, nil).Objects(t, "rooms"))
	}
	if listed("clinicId="+clinic.Site+"&active=true") != 1 || listed("clinicId="+south) != 0 {
		t.Error("the lists do not know its site")
	}
	clinic.Must(t, 200, "PATCH", path, stack.Object{"clinicId": south})
	clinic.Must(t, 200, "PATCH", path, stack.Object{"name": "302"})
	moved := clinic.Must(t, 200, "PATCH", path, stack.Object{"active": false})
	if moved.Text("clinicId") != south || moved.Text("name") != "302" || moved["active"] != false {
		t.Errorf("the room is %v", moved)
	}
	if listed("clinicId="+south+"&active=false") != 1 || listed("active=true") != 0 {
		t.Error("the lists do not know what changed")
	}
	clinic.Must(t, 204, "DELETE", path, nil)
	clinic.Must(t, 404, "GET", path, nil)
	clinic.Must(t, 404, "PATCH", path, `{"name":"303"}`)
	clinic.Must(t, 201, "POST", "/v1/rooms", stack.Object{"clinicId": south, "name": "302"})
}

func TestTheAuditTellsOfAppointmentTypesAndRooms(t *testing.T) {
	clinic := enlace.NewClinic(t, "Audited Offers")
	made := map[string]string{"AppointmentType": clinic.NewAppointmentType(t), "Room": clinic.NewRoom(t)}
	for kind, id := range made {
		stack.Eventually(t, 20*time.Second, "the audit tells of "+kind, func() bool {
			list := clinic.Must(t, 200, "GET", "/v1/audit/events?resourceType="+kind+"&resourceId="+id, nil).Objects(t, "events")
			if len(list) != 1 {
				return false
			}
			after := list[0].Member("after")
			if after.Text("id") != id || (kind == "Room" && after.Text("clinicId") != clinic.Site) ||
				(kind == "AppointmentType" && after["durationMinutes"] != 20.0) {
				t.Errorf("the event holds %v", after)
			}
			return true
		})
	}
}
