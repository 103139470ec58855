package contract

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// mustHold compares the members that `want` names.
func mustHold(t *testing.T, got stack.Object, want string) {
	t.Helper()
	var members stack.Object
	if err := json.Unmarshal([]byte(want), &members); err != nil {
		t.Fatal(err)
	}
	for name, value := range members {
		if !reflect.DeepEqual(got[name], value) {
			t.Errorf("%s is %v instead of %v", name, got[name], value)
		}
	}
}

func TestBadChangesOfDoctorsAndSitesAreRefused(t *testing.T) {
	w := theWorld(t)
	doctors := func(name, fields, body string) refusal {
		return invalidCall(name, "PATCH", "/v1/doctors/"+w.alpha.Doctor, fields, body)
	}
	sites := func(name, fields, body string) refusal {
		return invalidCall(name, "PATCH", "/v1/sites/"+w.alpha.Site, fields, body)
	}
	mustRefuse(t, []refusal{
		doctors("a doctor without what must be there", "firstName lastName docTypeId docNumber active",
			`{"firstName":null,"lastName":null,"docTypeId":null,"docNumber":null,"active":null}`),
		doctors("empty texts", "firstName secondName specialty clinicId npi deaNumber",
			`{"firstName":"","secondName":" ","specialty":"","clinicId":"","npi":"","deaNumber":""}`),
		doctors("letters in the CC", "docNumber", `{"docNumber":"7955511A"}`),
		doctors("a foreign site", "clinicId", `{"clinicId":"`+w.beta.Site+`"}`),
		doctors("mistakes of every kind", "npi deaNumber licences[0].state languages[0]",
			`{"npi":"1","deaNumber":"x","licences":[{"number":"1"}],"languages":["spanish"]}`),
		doctors("another id", "id", `{"id":"`+w.beta.Doctor+`"}`),
		sites("a site without what must be there", "name country timeZone main active",
			`{"name":null,"country":null,"timeZone":null,"main":null,"active":null}`),
		sites("mistakes of every kind", "name address country timeZone insurers[0]",
			`{"name":" ","address":"","country":"Colombia","timeZone":"Bogota","insurers":["x"]}`),
	})
}

func TestADoctorIsChangedFieldByField(t *testing.T) {
	clinic := enlace.NewClinic(t, "Doctors")
	path := "/v1/doctors/" + clinic.Doctor
	before := clinic.Must(t, 200, "GET", path, nil)
	changed := clinic.Must(t, 200, "PATCH", path, stack.Object{"specialty": "Pediatría", "npi": "1234567893",
		"deaNumber": "ap5836727", "licences": []stack.Object{{"state": "fl", "number": "ME1", "expiresOn": "2028-01-31"}, {"state": "TX", "number": "2"}},
		"languages": []string{"ES", "en", "es"}, "clinicId": clinic.Site})
	mustHold(t, changed, `{"specialty":"Pediatría","npi":"1234567893","deaNumber":"AP5836727",
		"licences":[{"state":"FL","number":"ME1","expiresOn":"2028-01-31"},{"state":"TX","number":"2"}],"languages":["es","en"],
		"clinicId":"`+clinic.Site+`","firstName":"`+before.Text("firstName")+`","docNumber":"`+clinic.DoctorNumber+`"}`)
	mustHold(t, clinic.Must(t, 200, "GET", path, nil), `{"npi":"1234567893","etag":"\"2\""}`)
	cleared := clinic.Must(t, 200, "PATCH", path, `{"specialty":null,"npi":null,"deaNumber":null,"licences":null,"languages":[],"clinicId":null}`)
	for _, name := range []string{"specialty", "npi", "deaNumber", "clinicId"} {
		if value, there := cleared[name]; there {
			t.Errorf("%s is still %v", name, value)
		}
	}
	mustHold(t, cleared, `{"licences":[],"languages":[]}`)
}

func TestASiteIsChangedFieldByField(t *testing.T) {
	clinic := enlace.NewClinic(t, "Sites")
	second := "/v1/sites/" + clinic.Must(t, 201, "POST", "/v1/sites", `{"name":"Sede Sur"}`).Text("id")
	changed := clinic.Must(t, 200, "PATCH", second,
		`{"city":"Lima","country":"pe","timeZone":"America/Lima","insurers":["eps005","EPS777"],"main":true}`)
	mustHold(t, changed, `{"name":"Sede Sur","city":"Lima","country":"PE","timeZone":"America/Lima",
		"insurers":["EPS005","EPS777"],"main":true,"active":true}`)
	if warnings := changed.Objects(t, "warnings"); len(warnings) != 1 || warnings[0].Text("field") != "insurers[1]" ||
		warnings[0].Text("reason") != "EPS_UNKNOWN" {
		t.Errorf("warnings: %v", warnings)
	}
	mustHold(t, clinic.Must(t, 200, "GET", "/v1/sites/"+clinic.Site, nil), `{"main":false,"country":"CO","insurers":[]}`)
	cleared := clinic.Must(t, 200, "PATCH", second, `{"city":null,"address":null,"insurers":null}`)
	mustHold(t, cleared, `{"insurers":[],"warnings":[]}`)
	if _, there := cleared["city"]; there {
		t.Errorf("the city is still there: %v", cleared)
	}
}

func TestDoctorsAndSitesAreFoundWhateverTheAccents(t *testing.T) {
	clinic := enlace.NewClinic(t, "Accents")
	clinic.Must(t, 200, "PATCH", "/v1/doctors/"+clinic.Doctor,
		stack.Object{"specialty": "Pediatría", "npi": "1234567893", "clinicId": clinic.Site})
	clinic.Must(t, 200, "PATCH", "/v1/sites/"+clinic.Site, `{"city":"Bogotá"}`)
	for _, c := range []struct {
		list, name, value string
		found             int
	}{
		{"doctors", "specialty", "PEDIATRIA", 1}, {"doctors", "specialty", "pediatr", 0},
		{"doctors", "clinicId", clinic.Site, 1}, {"doctors", "clinicId", stack.NewID(), 0},
		{"doctors", "npi", "1234567893", 1}, {"doctors", "npi", "1003000126", 0},
		{"sites", "city", "bogota", 1}, {"sites", "city", "Cali", 0},
	} {
		answer := clinic.Must(t, 200, "GET", "/v1/"+c.list+"?"+url.Values{c.name: {c.value}}.Encode(), nil)
		if found := len(answer[c.list].([]any)); found != c.found {
			t.Errorf("%d %s with %s %q", found, c.list, c.name, c.value)
		}
	}
}

func TestWhatHasAppointmentsToComeIsNotDeleted(t *testing.T) {
	clinic := enlace.NewClinic(t, "Leaving")
	_, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	doctor, site := "/v1/doctors/"+clinic.Doctor, "/v1/sites/"+clinic.Site
	for _, path := range []string{doctor, site} {
		refused := clinic.Call(t, "DELETE", path, nil)
		if refused.Status != 409 || refused.Problem(t).Reason != "HAS_APPOINTMENTS" {
			t.Errorf("DELETE %s: %d %s", path, refused.Status, refused.Body)
		}
	}
	clinic.Must(t, 200, "PATCH", doctor, `{"active":false}`)
	start, end := stack.NewSlot()
	if p := clinic.Call(t, "POST", "/v1/appointments", clinic.BookingBody(number, start, end)).Problem(t); p.Reason != "FIELD_VIOLATION" {
		t.Errorf("an inactive doctor was booked: %+v", p)
	}
	clinic.Must(t, 200, "GET", "/v1/appointments/"+appointment, nil)
	clinic.Must(t, 200, "POST", "/v1/appointments/"+appointment+"/cancel", `{}`)
	for _, path := range []string{doctor, site} {
		clinic.Must(t, 204, "DELETE", path, nil)
		clinic.Must(t, 404, "GET", path, nil)
		clinic.Must(t, 404, "DELETE", path, nil)
	}
	clinic.Must(t, 200, "GET", "/v1/appointments/"+appointment, nil)
	made := clinic.Must(t, 201, "POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": clinic.DoctorNumber})
	mustHold(t, made, `{"active":true}`)
	mustHold(t, clinic.Must(t, 201, "POST", "/v1/sites", `{"name":"Nueva"}`), `{"main":true}`)
}

func TestWhatIsOverDoesNotKeepADoctor(t *testing.T) {
	clinic := enlace.NewClinic(t, "Over")
	_, number := clinic.NewPatient(t)
	at := func(before time.Duration) string { return time.Now().Add(-before).Format(time.RFC3339) }
	past := clinic.Must(t, 201, "POST", "/v1/appointments", clinic.BookingBody(number, at(2*time.Hour), at(time.Hour))).Text("id")
	clinic.Must(t, 204, "DELETE", "/v1/doctors/"+clinic.Doctor, nil)
	start, _ := stack.NewSlot()
	refused := clinic.Call(t, "PATCH", "/v1/appointments/"+past, stack.Object{"startAppointment": start})
	if p := refused.Problem(t); p.Reason != "FIELD_VIOLATION" || len(p.Fields()) != 1 || p.Fields()[0] != "startAppointment" {
		t.Errorf("a deleted doctor's appointment was moved: %d %s", refused.Status, refused.Body)
	}
	clinic.Must(t, 200, "PATCH", "/v1/appointments/"+past, `{"comment":"asistió"}`)
}
