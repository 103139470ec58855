package e2e

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// frontDesk is a clinic with a doctor, a patient and an appointment that says something clinical,
// all made by its administrator.
type frontDesk struct {
	owner, receptionist, provider *stack.Person
	patient, number, appointment  string
	doctor                        string
}

func newFrontDesk(t *testing.T, name string) frontDesk {
	t.Helper()
	d := frontDesk{owner: enlace.Register(t, name).Verify(t), number: stack.NewDocument()}
	d.receptionist, d.provider = d.owner.Join(t, "ADMINISTRATIVE_STAFF"), d.owner.Join(t, "PROVIDER")
	made := func(path string, body stack.Object) string {
		t.Helper()
		answer := d.owner.Call(t, "POST", path, body)
		if answer.Status != http.StatusCreated {
			t.Fatalf("%s", answer.Body)
		}
		return answer.ID()
	}
	made("/v1/sites", stack.Object{"name": "Main", "city": "Bogotá", "main": true})
	doctor := stack.NewDocument()
	d.doctor = made("/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": doctor})
	patient := patientBody()
	patient["docNumber"], patient["customFields"] = d.number, stack.Object{"allergy": "penicillin"}
	d.patient = made("/v1/patients", patient)
	booking := d.booking()
	booking["comment"], booking["customFields"] = "Dolor en el pecho", stack.Object{"triage": "II"}
	d.appointment = made("/v1/appointments", booking)
	return d
}

func (d frontDesk) booking() stack.Object {
	start, end := stack.NewSlot()
	return stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE", "startAppointment": start, "endAppointment": end,
		"patientDocTypeId": "CC", "patientDocNumber": d.number, "doctorId": d.doctor, "modality": "IN_PERSON"}
}

// names are the members of an object.
func names(o stack.Object, among ...string) []string {
	return slices.DeleteFunc(among, func(name string) bool { return o[name] == nil })
}

func TestAReceptionistBooksAndSeesNothingClinical(t *testing.T) {
	d := newFrontDesk(t, "Front Desk")
	booked := d.receptionist.Call(t, "POST", "/v1/appointments", d.booking())
	if booked.Status != http.StatusCreated {
		t.Fatalf("%s", booked.Body)
	}
	clinical := []string{"comment", "customFields", "overbookReason"}
	for _, c := range []struct {
		who  *stack.Person
		sees []string
	}{{d.receptionist, nil}, {d.provider, []string{"comment", "customFields"}}} {
		read := c.who.Call(t, "GET", "/v1/appointments/"+d.appointment, nil).Object(t)
		if got := names(read, slices.Clone(clinical)...); !slices.Equal(got, c.sees) {
			t.Errorf("of an appointment %v is seen, not %v", got, c.sees)
		}
		if read.Text("patientDocNumber") != d.number {
			t.Errorf("the patient is %v", read)
		}
		for _, one := range c.who.Call(t, "GET", "/v1/appointments?patientId="+d.patient, nil).Object(t).Objects(t, "appointments") {
			if got := names(one, slices.Clone(clinical)...); one.Text("id") == d.appointment && !slices.Equal(got, c.sees) {
				t.Errorf("in a list %v is seen, not %v", got, c.sees)
			}
		}
		patient := c.who.Call(t, "GET", "/v1/patients/"+d.patient, nil).Object(t)
		if seen := patient["customFields"] != nil; seen != (c.sees != nil) || patient.Text("docNumber") != d.number ||
			patient.Text("lastName") != "Rojas" {
			t.Errorf("the patient is %v", patient)
		}
	}
	// A change of what is not clinical leaves alone what is.
	for _, call := range []struct {
		method, path string
		body         stack.Object
	}{
		{"PATCH", "/v1/appointments/" + d.appointment, stack.Object{"state": "CONFIRMED"}},
		{"POST", "/v1/appointments/" + d.appointment + "/cancel", stack.Object{}},
	} {
		answer := d.receptionist.Call(t, call.method, call.path, call.body)
		if got := names(answer.Object(t), slices.Clone(clinical)...); answer.Status != http.StatusOK || len(got) > 0 {
			t.Errorf("%s %s is answered %s", call.method, call.path, answer.Body)
		}
	}
	if kept := d.provider.Call(t, "GET", "/v1/appointments/"+d.appointment, nil).Object(t); kept.Text("comment") != "Dolor en el pecho" {
		t.Errorf("the comment is %q", kept.Text("comment"))
	}
	stack.Eventually(t, 30*time.Second, "the accesses say which fields each saw", func() bool {
		seen := map[string]string{}
		for _, access := range d.owner.Call(t, "GET", "/v1/patients/"+d.patient+"/accesses", nil).Object(t).Objects(t, "accesses") {
			if access.Text("action") == "READ" {
				seen[access.Member("actor").Text("id")] = access.Text("fieldsClass")
			}
		}
		return seen[d.receptionist.UserID] == "ADMINISTRATIVE" && seen[d.provider.UserID] == "CLINICAL"
	})
}

func TestAReceptionistWritesNothingClinicalAndDoesNotSearchByIt(t *testing.T) {
	d := newFrontDesk(t, "Refusing Front Desk")
	booking := d.booking()
	booking["comment"], booking["overbookReason"] = "Dolor", "Urgencia"
	patient := patientBody()
	patient["customFields"] = stack.Object{"allergy": "penicillin"}
	brought := d.booking()
	delete(brought, "patientDocTypeId")
	delete(brought, "patientDocNumber")
	brought["patient"] = stack.Object{"firstName": "Luz", "lastName": "Rojas", "docTypeId": "CC", "docNumber": stack.NewDocument(),
		"habeasData": true, "customFields": stack.Object{"allergy": "penicillin"}}
	for _, c := range []struct {
		method, path string
		body         any
		fields       []string
	}{
		{"POST", "/v1/appointments", booking, []string{"comment", "overbookReason"}},
		{"POST", "/v1/appointments", brought, []string{"patient.customFields"}},
		{"PATCH", "/v1/appointments/" + d.appointment, stack.Object{"comment": "Otro"}, []string{"comment"}},
		{"PATCH", "/v1/appointments/" + d.appointment, stack.Object{"comment": nil}, []string{"comment"}},
		{"PATCH", "/v1/appointments/" + d.appointment, stack.Object{"customFields": stack.Object{"triage": nil}}, []string{"customFields"}},
		{"POST", "/v1/appointments/" + d.appointment + "/cancel", stack.Object{"comment": "Mejoró"}, []string{"comment"}},
		{"GET", "/v1/appointments?customFields[triage]=II", nil, []string{"customFields"}},
		{"POST", "/v1/patients", patient, []string{"customFields"}},
		{"PATCH", "/v1/patients/" + d.patient, stack.Object{"customFields": nil}, []string{"customFields"}},
		{"GET", "/v1/patients?customFields[allergy]=penicillin", nil, []string{"customFields"}},
	} {
		answer := d.receptionist.Call(t, c.method, c.path, c.body)
		p := answer.Problem(t)
		var fields []string
		for _, violation := range p.Violations {
			if violation.Reason == "CLINICAL_FIELD" {
				fields = append(fields, violation.Field)
			}
		}
		slices.Sort(fields)
		if answer.Status != http.StatusBadRequest || !slices.Equal(fields, c.fields) {
			t.Errorf("%s %s is answered %d: %s", c.method, c.path, answer.Status, answer.Body)
		}
	}
}
