package stack

import (
	"testing"
	"time"
)

// AllScopes are all that a clinic's key can hold.
var AllScopes = []string{
	"patients:read", "patients:list", "patients:write",
	"appointments:read", "appointments:list", "appointments:write", "appointments:overbook",
	"directory:read", "directory:write", "audit:read", "api-keys:read", "api-keys:write", "tenant:read", "workflows:write",
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

// ClinicOf is a clinic that is there already, as one of its keys sees it.
func (s *Stack) ClinicOf(tenantID, key string) *Clinic {
	return &Clinic{ID: tenantID, Key: key, stack: s}
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

// NewWorkflow makes a workflow that asks for nothing.
func (c *Clinic) NewWorkflow(t testing.TB, name string) {
	t.Helper()
	c.Must(t, 201, "POST", "/v1/workflows", Object{"name": name})
}

// NewLimitedKey makes a key of all scopes that is limited to the workflows.
func (c *Clinic) NewLimitedKey(t testing.TB, workflows ...string) string {
	t.Helper()
	return c.stack.Must(t, 201, Request{Method: "POST", Path: "/v1/auth/api-keys", Key: c.stack.AdminKey,
		Body: Object{"tenantId": c.ID, "name": "bot", "scopes": AllScopes, "owner": c.Owner, "workflows": workflows}}).Text("plaintext")
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

// NewAppointmentType adds an appointment type with a code of its own and returns the id.
func (c *Clinic) NewAppointmentType(t testing.TB) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/appointment-types", Object{"code": "TYPE_" + NewDocument(),
		"name": c.Name + " type", "durationMinutes": 20}).Text("id")
}

// NewRoom adds a room to the clinic's site with a name of its own and returns the id.
func (c *Clinic) NewRoom(t testing.TB) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/rooms", Object{"clinicId": c.Site, "name": c.Name + " " + NewDocument()}).Text("id")
}

// NewCalendarFeed makes a feed of the clinic's doctor and returns its id.
func (c *Clinic) NewCalendarFeed(t testing.TB) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/calendar-feeds", Object{"doctorId": c.Doctor}).Text("id")
}

// NewRole says that a doctor works at the clinic's main site on weekdays, and returns the role's id.
func (c *Clinic) NewRole(t testing.TB, doctor string) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/practitioner-roles", c.RoleBody(doctor)).Text("id")
}

// RoleBody is the body of that role.
func (c *Clinic) RoleBody(doctor string) Object {
	return Object{"doctorId": doctor, "clinicId": c.Site, "availableTimes": []any{Object{
		"daysOfWeek": []string{"MON", "TUE", "WED", "THU", "FRI"}, "startTime": "08:00", "endTime": "12:00"}}}
}

// Offers are free times of the clinic's doctor, who works there on weekdays, in the next weeks.
func (c *Clinic) Offers(t testing.TB) []Object {
	t.Helper()
	if role := c.Call(t, "POST", "/v1/practitioner-roles", c.RoleBody(c.Doctor)); role.Status != 201 && role.Status != 409 {
		t.Fatalf("the doctor's role: %d %s", role.Status, role.Body)
	}
	return c.Must(t, 200, "POST", "/v1/slots/search", Object{"doctorId": c.Doctor, "mode": "ALL", "pageSize": 100}).Objects(t, "offers")
}

// NewHold holds one of the offers and returns the hold's id.
func (c *Clinic) NewHold(t testing.TB, offer Object) string {
	t.Helper()
	return c.Must(t, 200, "POST", "/v1/slots/hold", Object{"offerId": offer.Text("offerId")}).Text("id")
}

// WaitBody is the body of an entry of the waitlist that no time suits: the doctor attends in the morning.
func (c *Clinic) WaitBody(patient string) Object {
	return Object{"patientId": patient, "doctorId": c.Doctor, "partOfDay": "EVENING"}
}

// WaitForAny is the body of an entry that any time from tomorrow on suits: an offer of today's next one
// could be over soon.
func (c *Clinic) WaitForAny(patient string) Object {
	return Object{"patientId": patient, "earliest": time.Now().Add(24 * time.Hour).Format(time.RFC3339)}
}

// NewWaiting puts a patient on the waitlist for what is never free and returns the entry's id.
func (c *Clinic) NewWaiting(t testing.TB, patient string) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/waitlist", c.WaitBody(patient)).Text("id")
}

// Offered waits until an entry of the waitlist has an offer, and returns the entry.
func (c *Clinic) Offered(t testing.TB, id string) Object {
	t.Helper()
	var entry Object
	Eventually(t, 20*time.Second, "the entry is offered a time", func() bool {
		entry = c.Must(t, 200, "GET", "/v1/waitlist/"+id, nil)
		return entry.Text("status") == "OFFERED"
	})
	return entry
}

// NewException closes the clinic's main site for a day, and returns the exception's id.
func (c *Clinic) NewException(t testing.TB) string {
	t.Helper()
	return c.Must(t, 201, "POST", "/v1/schedule-exceptions", c.ExceptionBody()).Text("id")
}

// ExceptionBody is the body of that exception.
func (c *Clinic) ExceptionBody() Object {
	return Object{"clinicId": c.Site, "kind": "CLOSED", "start": "2026-12-24T00:00:00-05:00",
		"end": "2026-12-25T00:00:00-05:00", "reason": c.Name}
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
