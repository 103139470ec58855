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
	for i, appointment := range all {
		if got := appointment.Text("startLocal"); got != starts[i] {
			t.Errorf("place %d begins at %s instead of %s", i, got, starts[i])
		}
	}
}
