package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func idsOf(objects ...stack.Object) []string {
	ids := make([]string, len(objects))
	for i, object := range objects {
		ids[i] = object.Text("id")
	}
	return ids
}

func TestAListIsFollowedByItsNextUrlsToTheEnd(t *testing.T) {
	clinic := enlace.NewClinic(t, "Pages")
	const count = 120
	var made []string
	for range count {
		id, _ := clinic.NewPatient(t)
		made = append(made, id)
	}
	for size, pages := range map[int]int{0: 3, 50: 3, 120: 1, 200: 1, 7: 18} {
		t.Run(fmt.Sprintf("with a page size of %d", size), func(t *testing.T) {
			path := "/v1/patients?pageToken="
			if size > 0 {
				path += fmt.Sprintf("&pageSize=%d", size)
			}
			got := clinic.Pages(t, path, "patients")
			if len(got) != pages {
				t.Errorf("%d pages instead of %d", len(got), pages)
			}
			if ids := idsOf(slices.Concat(got...)...); !slices.Equal(ids, made) {
				t.Errorf("%d ids, not the %d that were made in their order", len(ids), count)
			}
		})
	}
}

func TestPatientsAreFoundByEachFilter(t *testing.T) {
	clinic := enlace.NewClinic(t, "Patient Filters")
	clinic.NewPatient(t)
	wanted := clinic.Must(t, 201, "POST", "/v1/patients", patientPayload).Text("id")
	for name, query := range map[string]url.Values{
		"document":              {"docTypeId": {"CC"}, "docNumber": {"1032456789"}},
		"e-mail in other case":  {"email": {"MARIA@Example.com"}},
		"phone without a code":  {"phone": {"300 123 4567"}},
		"beginning of the name": {"name": {"maria jose"}},
		"family names":          {"name": {"RODRIGUEZ"}},
		"custom field":          {"customFields[plan]": {"gold"}},
		"several at once":       {"customFields[plan]": {"gold"}, "docTypeId": {"CC"}, "email": {"maria@example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			list := clinic.Must(t, 200, "GET", "/v1/patients?"+query.Encode(), nil).Objects(t, "patients")
			if got := idsOf(list...); !slices.Equal(got, []string{wanted}) {
				t.Errorf("found %v instead of %s", got, wanted)
			}
		})
	}
	t.Run("nobody has the value", func(t *testing.T) {
		for _, query := range []string{"docTypeId=CC&docNumber=1999999999", "email=nobody@example.com",
			"customFields[plan]=silver", "name=zz", "workflow=none"} {
			if list := clinic.Must(t, 200, "GET", "/v1/patients?"+query, nil).Objects(t, "patients"); len(list) != 0 {
				t.Errorf("%s found %v", query, idsOf(list...))
			}
		}
	})
}

func TestPatientsAreFoundByWorkflowOwnerAndTypeOfDocument(t *testing.T) {
	clinic := enlace.NewClinic(t, "Patient Owners")
	clinic.NewWorkflow(t, "prior_auth")
	clinic.NewPatient(t)
	key := enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/auth/api-keys", Key: enlace.AdminKey,
		Body: stack.Object{"tenantId": clinic.ID, "name": "other", "scopes": stack.AllScopes, "owner": "other@clinic.example"}})
	body := clinic.PatientBody("AB123456")
	body["docTypeId"], body["workflow"] = "PA", "prior_auth"
	wanted := enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/patients", Key: key.Text("plaintext"), Body: body}).Text("id")
	for _, query := range []string{"workflow=prior_auth", "ownerId=other@clinic.example", "owner_id=other%40clinic.example",
		"docTypeId=pa", "docTypeId=PA&docNumber=ab123456", "workflow=prior_auth&ownerId=other@clinic.example&name=luz%20ro"} {
		list := clinic.Must(t, 200, "GET", "/v1/patients?"+query, nil).Objects(t, "patients")
		if got := idsOf(list...); !slices.Equal(got, []string{wanted}) {
			t.Errorf("%s found %v instead of %s", query, got, wanted)
		}
	}
}

// TestCustomFieldsAreFoundByTheTextOfTheirValue: a parameter has no type, so that 3 finds the number
// and the string, and true the boolean and the string.
func TestCustomFieldsAreFoundByTheTextOfTheirValue(t *testing.T) {
	clinic := enlace.NewClinic(t, "Typed Fields")
	var patients, appointments []string
	for _, fields := range []stack.Object{
		{"plan": "gold", "visits": 3, "vip": true, "price": 2.5},
		{"plan": "gold", "visits": "3", "vip": "true", "price": "2.5", "note": "a b&c=d"},
		{"plan": "gold", "visits": 4, "vip": false, "list": []int{3}, "nothing": nil},
	} {
		number := stack.NewDocument()
		body := clinic.PatientBody(number)
		body["customFields"] = fields
		patients = append(patients, clinic.Must(t, 201, "POST", "/v1/patients", body).Text("id"))
		start, end := stack.NewSlot()
		booking := clinic.BookingBody(number, start, end)
		booking["customFields"] = fields
		appointments = append(appointments, clinic.Must(t, 201, "POST", "/v1/appointments", booking).Text("id"))
	}
	for _, c := range []struct {
		query string
		found []int
	}{
		{"customFields[plan]=gold", []int{0, 1, 2}},
		{"customFields[visits]=3", []int{0, 1}},
		{"customFields[vip]=true", []int{0, 1}},
		{"customFields[vip]=false", []int{2}},
		{"customFields[price]=2.5", []int{0, 1}},
		{"customFields[price]=2.50", nil},
		{"customFields[plan]=gold&customFields[visits]=3&customFields[vip]=true", []int{0, 1}},
		{"customFields[plan]=gold&customFields[visits]=4&customFields[vip]=true", nil},
		{"custom_fields[plan]=gold&custom_fields[visits]=4", []int{2}},
		{"customFields[note]=a+b%26c%3Dd", []int{1}},
		{"customFields[plan]=Gold", nil},
		{"customFields[list]=[3]", nil},
		{"customFields[nothing]=null", nil},
		{"customFields[nobodys]=3", nil},
	} {
		for list, ids := range map[string][]string{"patients": patients, "appointments": appointments} {
			var want []string
			for _, i := range c.found {
				want = append(want, ids[i])
			}
			found := idsOf(clinic.Must(t, 200, "GET", "/v1/"+list+"?"+c.query, nil).Objects(t, list)...)
			if !slices.Equal(found, want) && len(found)+len(want) > 0 {
				t.Errorf("%s of %s: %v instead of %v", c.query, list, found, want)
			}
		}
	}
}

func TestListsComeInTheOrderThatIsAskedFor(t *testing.T) {
	clinic := enlace.NewClinic(t, "Orders")
	var made []string
	for range 5 {
		id, _ := clinic.NewPatient(t)
		made = append(made, id)
	}
	backwards := slices.Clone(made)
	slices.Reverse(backwards)
	for query, want := range map[string][]string{
		"": made, "orderBy=createdAt": made, "orderBy=createdAt%20asc": made, "order_by=created_at": made,
		"orderBy=createdAt%20desc": backwards, "orderBy=createdAt+desc&name=luz": backwards,
	} {
		pages := clinic.Pages(t, "/v1/patients?pageSize=2&"+query, "patients")
		if got := idsOf(slices.Concat(pages...)...); !slices.Equal(got, want) {
			t.Errorf("%q: %v instead of %v", query, got, want)
		}
	}
}

func TestAppointmentsAreFoundByEachFilter(t *testing.T) {
	clinic := enlace.NewClinic(t, "Booking Filters")
	patient, number := clinic.NewPatient(t)
	_, other := clinic.NewPatient(t)
	clinic.NewDoctor(t, "80111222")
	clinic.NewAppointment(t, other)
	start, end := stack.NewSlot()
	body := clinic.BookingBody(number, start, end)
	body["doctorDocNumber"], body["modality"], body["appointmentType"] = "80111222", "HOME", "CONTROL"
	body["state"], body["notificationState"] = "CONFIRMED", "SENT"
	body["customFields"] = stack.Object{"channel": "whatsapp"}
	made := clinic.Must(t, 201, "POST", "/v1/appointments", body)
	wanted := made.Text("id")
	begin, err := time.Parse(time.RFC3339, start)
	if err != nil {
		t.Fatal(err)
	}
	inside, after := begin.Add(time.Minute).Format(time.RFC3339), begin.Add(time.Hour).Format(time.RFC3339)

	for name, query := range map[string]url.Values{
		"overlap with a range": {"from": {inside}, "to": {after}},
		"modality":             {"modality": {"HOME"}},
		"state":                {"state": {"CONFIRMED"}},
		"notification state":   {"notificationState": {"SENT"}},
		"type":                 {"appointmentType": {"CONTROL"}},
		"doctor's id":          {"doctorId": {made.Text("doctorId")}},
		"doctor's document":    {"doctorDocTypeId": {"CC"}, "doctorDocNumber": {"80111222"}},
		"patient's id":         {"patientId": {patient}},
		"patient's document":   {"patientDocTypeId": {"CC"}, "patientDocNumber": {number}},
		"custom field":         {"customFields[channel]": {"whatsapp"}},
		"site and patient":     {"clinicId": {clinic.Site}, "patientId": {patient}},
	} {
		t.Run(name, func(t *testing.T) {
			list := clinic.Must(t, 200, "GET", "/v1/appointments?"+query.Encode(), nil).Objects(t, "appointments")
			if got := idsOf(list...); !slices.Equal(got, []string{wanted}) {
				t.Errorf("found %v instead of %s", got, wanted)
			}
		})
	}
}

func TestAppointmentsComeInTheOrderOfTheirStart(t *testing.T) {
	clinic := enlace.NewClinic(t, "Booking Order")
	_, number := clinic.NewPatient(t)
	var starts, ends []string
	for range 9 {
		start, end := stack.NewSlot()
		starts, ends = append(starts, start), append(ends, end)
	}
	for _, i := range []int{4, 0, 8, 2, 6, 1, 7, 3, 5} {
		clinic.Must(t, 201, "POST", "/v1/appointments", clinic.BookingBody(number, starts[i], ends[i]))
	}
	all := slices.Concat(clinic.Pages(t, "/v1/appointments?pageSize=2", "appointments")...)
	if len(all) != len(starts) {
		t.Fatalf("%d appointments instead of %d", len(all), len(starts))
	}
	backwards := slices.Concat(clinic.Pages(t, "/v1/appointments?pageSize=2&orderBy=startAppointment+desc", "appointments")...)
	slices.Reverse(backwards)
	if !slices.Equal(idsOf(backwards...), idsOf(all...)) {
		t.Errorf("backwards it is another list: %v and %v", idsOf(backwards...), idsOf(all...))
	}
	booked := idsOf(slices.Concat(clinic.Pages(t, "/v1/appointments?pageSize=2&orderBy=createdAt", "appointments")...)...)
	if len(booked) != len(starts) || !slices.IsSorted(booked) || booked[0] != all[4].Text("id") {
		t.Errorf("in the order of booking: %v", booked)
	}
	for i, appointment := range all {
		if got := appointment.Text("startLocal"); got != starts[i] {
			t.Errorf("place %d begins at %s instead of %s", i, got, starts[i])
		}
	}
}
