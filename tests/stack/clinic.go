package stack

import "testing"

// AllScopes are all that a clinic's key can hold.
var AllScopes = []string{
	"patients:read", "patients:list", "patients:write",
	"appointments:read", "appointments:list", "appointments:write",
	"directory:read", "directory:write", "audit:read", "api-keys:read", "api-keys:write", "tenant:read",
}

// Clinic is a tenant with a key of all scopes, a main site and a doctor.
type Clinic struct {
	Name   string
	ID     string
	Key    string
	KeyID  string
	Owner  string
	Site   string
	Doctor string
	// DoctorNumber is the number of the doctor's CC.
	DoctorNumber string

	stack *Stack
}

// NewClinic makes a clinic over the REST API, the way a platform admin and its own key do.
func (s *Stack) NewClinic(t testing.TB, name string) *Clinic {
	t.Helper()
	tenant := s.Must(t, 201, Request{Method: "POST", Path: "/v1/tenants", Key: s.AdminKey,
		Body: Object{"name": name, "timeZone": "America/Bogota"}})
	c := &Clinic{Name: name, ID: tenant.Text("id"), DoctorNumber: "79555111", stack: s,
		Owner: "bot@clinic.example"}
	c.KeyID, c.Key = c.NewKey(t, AllScopes...)
	site := c.Must(t, 201, "POST", "/v1/sites", Object{"name": name + " main site",
		"city": "Bogotá", "timeZone": "America/Bogota", "main": true})
	c.Site = site.Text("id")
	c.Doctor = c.NewDoctor(t, c.DoctorNumber)
	return c
}

// NewKey makes a key of the clinic by the platform admin.
func (c *Clinic) NewKey(t testing.TB, scopes ...string) (id, plaintext string) {
	t.Helper()
	made := c.stack.Must(t, 201, Request{Method: "POST", Path: "/v1/auth/api-keys", Key: c.stack.AdminKey,
		Body: Object{"tenantId": c.ID, "name": "bot", "scopes": scopes, "owner": c.Owner}})
	return made.Member("apiKey").Text("id"), made.Text("plaintext")
}

// NewDoctor adds a doctor with this CC and returns the id.
func (c *Clinic) NewDoctor(t testing.TB, number string) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/doctors", Object{"firstName": "Ana", "lastName": "Gil",
		"docTypeId": "CC", "docNumber": number}).Text("id")
}

// Call makes a REST call with the clinic's key.
func (c *Clinic) Call(t testing.TB, method, path string, body any) Answer {
	t.Helper()
	return c.stack.Call(t, Request{Method: method, Path: path, Key: c.Key, Body: body})
}

// Must makes a REST call with the clinic's key that has to be answered with this status.
func (c *Clinic) Must(t testing.TB, status int, method, path string, body any) Object {
	t.Helper()
	return c.stack.Must(t, status, Request{Method: method, Path: path, Key: c.Key, Body: body})
}

// PatientBody is the body of a new patient with this CC.
func (c *Clinic) PatientBody(number string) Object {
	return Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Luz",
		"lastName": "Rojas", "docTypeId": "CC", "docNumber": number, "habeasData": true,
		"customFields": Object{"clinic": c.Name}}
}

// BookingBody is the body of a booking of the clinic's doctor for the patient with this CC.
func (c *Clinic) BookingBody(number, start, end string) Object {
	return Object{"eventType": "APPOINTMENT", "actionType": "CREATE",
		"startAppointment": start, "endAppointment": end,
		"patientDocTypeId": "CC", "patientDocNumber": number,
		"doctorDocTypeId": "CC", "doctorDocNumber": c.DoctorNumber,
		"modality": "IN_PERSON", "clinicId": c.Site, "customFields": Object{"clinic": c.Name}}
}

// NewPatient registers a patient and returns the id and the number of the CC.
func (c *Clinic) NewPatient(t testing.TB) (id, number string) {
	t.Helper()
	number = NewDocument()
	return c.Must(t, 201, "POST", "/v1/patients", c.PatientBody(number)).Text("id"), number
}

// NewAppointment books half an hour that nothing else takes and returns the id.
func (c *Clinic) NewAppointment(t testing.TB, number string) string {
	t.Helper()
	start, end := NewSlot()
	return c.Must(t, 201, "POST", "/v1/appointments", c.BookingBody(number, start, end)).Text("id")
}

// Pages follows a list from `path` by its `next` URLs to the end and returns every page.
func (c *Clinic) Pages(t testing.TB, path, name string) [][]Object {
	t.Helper()
	var pages [][]Object
	for next := path; next != ""; {
		page := c.Must(t, 200, "GET", next, nil)
		pages = append(pages, page.Objects(t, name))
		next = page.Text("next")
		if (next == "") != (page.Text("nextPageToken") == "") {
			t.Fatalf("next and nextPageToken disagree: %v", page)
		}
		if len(pages) > 1000 {
			t.Fatalf("%s has no end", path)
		}
	}
	return pages
}
