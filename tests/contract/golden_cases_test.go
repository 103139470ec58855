package contract

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"enlace.dev/tests/stack"
)

// goldenCase is a refusal whose whole answer is kept in a file.
type goldenCase struct {
	refusal
	// wording parts the files of one reason.
	wording string
	// prepare brings about what lasts no longer than the case.
	prepare func(*testing.T)
}

func (c goldenCase) file() string {
	name := strings.ReplaceAll(strings.ToLower(c.reason), "_", "-")
	if c.wording != "" {
		name += "." + c.wording
	}
	return name + ".json"
}

// outOfReach are the reasons that no request of these tests can bring about, and why.
var outOfReach = map[string]string{
	"CANCELLED":                       "the caller has gone",
	"UNKNOWN":                         "only a fault of ours is answered so",
	"INVALID_ARGUMENT":                "services give their reason",
	"DEADLINE_EXCEEDED":               "a service would have to be slow",
	"PERMISSION_DENIED":               "services give their reason",
	"UNAUTHENTICATED":                 "services give their reason",
	"RESOURCE_EXHAUSTED":              "services give their reason",
	"FAILED_PRECONDITION":             "services give their reason",
	"ABORTED":                         "services give their reason",
	"OUT_OF_RANGE":                    "services give their reason",
	"UNIMPLEMENTED":                   "every route has its RPC",
	"INTERNAL":                        "only a fault of ours is answered so",
	"UNAVAILABLE":                     "a service would have to be down",
	"DATA_LOSS":                       "only a fault of ours is answered so",
	"BUSY":                            "needs more calls at once than a service takes",
	"CONCURRENT_CHANGE":               "needs a race that is lost several times",
	"COMMIT_IN_DOUBT":                 "needs a database that dies within a commit",
	"REFERENCE_MISSING":               "the domains look before the database does",
	"VALUE_NOT_ALLOWED":               "the domains look before the database does",
	"PATH_MALFORMED":                  "the HTTP server refuses such a path before anything sees it",
	"BODY_TIMEOUT":                    "needs a body that stops on its way; see the gateway's own tests",
	"BODY_INCOMPLETE":                 "needs a caller that hangs up; see the gateway's own tests",
	"RATE_LIMITED":                    "these tests' stack lets everything through; see tests/e2e",
	"TOO_MANY_FAILED_AUTHENTICATIONS": "these tests' stack lets everything through; see tests/e2e",
	"NOT_READY":                       "needs a service that is down; see the gateway's own tests",
	"TEXT_ENCODING":                   "the gateway takes UTF-8 only",
	"CUSTOM_FIELDS":                   "the gateway takes objects only",
	"DOCUMENT_LENGTH":                 "is a warning; see tests/e2e",
	"DOCUMENT_AGE":                    "is a warning; see tests/e2e",
	"CODE_ENDED":                      "is a warning; see tests/e2e",
	"DOCUMENT_TYPE_ENDED":             "needs a list with a type that has ended; see tests/e2e",
	"OFFER_EXPIRED":                   "needs an offer of ten minutes ago; see the service's own tests",
	"ROLE":                            "is said on the command line",
	"EVENT_TEXT":                      "only Enlace's own processes send events, over gRPC",
	"EVENT_JSON":                      "only Enlace's own processes send events, over gRPC",
	"EVENT_TIME":                      "only Enlace's own processes send events, over gRPC",
}

var goldenOnce sync.Once
var golden []goldenCase

// goldenCases makes what the cases need, once.
func goldenCases(t *testing.T) []goldenCase {
	t.Helper()
	w := theWorld(t)
	goldenOnce.Do(func() {
		golden = slicesOf(edgeCases(), bodyCases(), formCases(w), refusalCases(t, w), fieldCases(w),
			timeCases(w), patientCases(w), doctorCases(), appointmentCases(t, w), availabilityCases(t, w), slotCases(t), waitlistCases(t), inlinePatientCases(w),
			tenantCases(t, w), signInCases(t), workflowCases(t), auditCases(t),
			settingsCases(t, w), versionCases(w), keyCases(t, w), underWayCases(w))
	})
	if golden == nil {
		t.Fatal("the cases could not be made")
	}
	return golden
}

func slicesOf(parts ...[]goldenCase) []goldenCase {
	var all []goldenCase
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// get, send and patch make a case; `reason` may be followed by a dot and a wording.
func get(reason, name, path string) goldenCase { return send(reason, name, "GET", path, nil) }

func send(reason, name, method, path string, body any) goldenCase {
	reason, wording, _ := strings.Cut(reason, ".")
	return goldenCase{refusal{name: name, method: method, path: path, body: body, reason: reason}, wording, nil}
}

func (c goldenCase) with(key string, header map[string]string) goldenCase {
	c.key, c.header = key, header
	return c
}

// long is a text that stands for itself only.
func long(n int) string { return strings.Repeat("a", n) }

func edgeCases() []goldenCase {
	json := func(value string) map[string]string { return map[string]string{"Content-Type": value} }
	return []goldenCase{
		get("ROUTE_NOT_FOUND", "a path that does not exist", "/v1/patient"),
		send("METHOD_NOT_ALLOWED", "a method that the path does not know", "PUT", "/v1/patients", `{}`),
		get("PATH_TOO_LONG", "a path of 3 KiB", "/v1/patients/"+long(3<<10)),
		get("QUERY_TOO_LONG", "a query of 9 KiB", "/v1/patients?name="+long(9<<10)),
		// Go's client sends nothing worse; the others are in the gateway's own tests.
		get("HTTP_MALFORMED", "an expectation that nobody fulfils", "/v1/patients").with("", map[string]string{"Expect": "wonders"}),
		get("HEADER_INVALID", "a key with an accent", "/v1/patients").with("clavé", nil),
		get("HEADERS_TOO_LARGE", "headers of 9 KiB", "/v1/patients").with("", map[string]string{"X-Other": long(9 << 10)}),
		get("HEADERS_TOO_LARGE.forwarded", "a key of 5 KiB", "/v1/patients").with(long(5<<10), nil),
		send("BODY_TOO_LARGE", "a body of 2 MiB", "POST", "/v1/patients", `{"firstName":"`+long(2<<20)+`"}`),
		send("UNSUPPORTED_MEDIA_TYPE", "a form", "POST", "/v1/patients", "a=b").with("", json("application/x-www-form-urlencoded")),
	}
}

func bodyCases() []goldenCase {
	body := func(reason, name, body string) goldenCase { return send(reason, name, "POST", "/v1/patients", body) }
	among := func(reason, name, text string) goldenCase {
		return body(reason, name, `{"eventType":"PATIENT","actionType":"CREATE","firstName":"Luz","lastName":"Rojas",`+
			`"docTypeId":"CC","docNumber":"1032456789",`+text+`}`)
	}
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	return []goldenCase{
		body("MALFORMED_JSON", "a missing colon", "{\"firstName\":\"Ana\",\n \"lastName\" \"Gil\"}"),
		body("MALFORMED_JSON.cut", "a body that was cut", `{"firstName":"Ana"`),
		body("INVALID_UTF8", "Latin 1", "{\"firstName\":\"Mar\xeda\"}"),
		body("NOT_AN_OBJECT", "a list", `[]`),
		body("TRAILING_DATA", "two objects", `{} {}`),
		body("TOO_DEEP", "40 levels", `{"customFields":`+deep+`}`),
		body("TOO_MANY_KEYS", "1,001 keys", `{"customFields":{`+keys(1001)+`}}`),
		among("UNKNOWN_FIELD", "a field of somebody else", `"surname":"Gil"`),
		among("UNKNOWN_FIELD.meant", "a field with hyphens", `"second-name":"Ana"`),
		among("DUPLICATE_KEY", "one field in both spellings", `"doc_number":"1"`),
		among("NUL", "a NUL", `"secondName":"A\u0000"`),
		among("NUMBER_TOO_LARGE", "a number beyond 1e30", `"customFields":{"n":1e31}`),
		among("INTEGER_TOO_LARGE", "2^53 + 1", `"customFields":{"n":9007199254740993}`),
		among("WRONG_TYPE", "a number for a text", `"secondName":1`),
		among("WRONG_TYPE.several", "wrong types of all kinds", `"secondLastName":2,"phones":"1","customFields":[1]`),
	}
}

func formCases(w world) []goldenCase {
	key := strings.Repeat("k", 300)
	return []goldenCase{
		get("MALFORMED_QUERY", "an escape that is none", "/v1/patients?email=%zz"),
		get("UNKNOWN_PARAMETER", "a parameter that is none", "/v1/patients?limit=1"),
		get("DUPLICATE_PARAMETER", "a parameter given twice", "/v1/patients?email=a@example.com&email=b@example.com"),
		get("WRONG_TYPE.integer", "a page size in words", "/v1/patients?pageSize=ten"),
		get("INVALID_TEXT", "a NUL in the path", "/v1/patients/a%00b"),
		send("WRONG_TYPE.form", "a duration in words", "POST", "/v1/auth/api-keys/"+w.alpha.KeyID+"/rotate", `{"overlap":"a day"}`),
		send("PATH_MISMATCH", "another id in the body", "PATCH", "/v1/patients/"+w.patient, `{"id":"`+w.foreignPatient+`"}`),
		send("KEY_FORMAT", "a key of 300 characters", "POST", "/v1/patients",
			with(w.alpha.PatientBody(w.number), stack.Object{"customFields": stack.Object{key: 1}})),
	}
}

func refusalCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	_, reader := w.alpha.NewKey(t, "patients:read", "appointments:read")
	_, keeper := w.alpha.NewKey(t, "api-keys:write")
	ended, _ := w.alpha.NewKey(t, "patients:read")
	w.alpha.Must(t, 204, "DELETE", "/v1/auth/api-keys/"+ended, nil)
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/tenants", Key: enlace.AdminKey,
		Body: `{"name":"Golden Contract","slug":"golden","hostNames":["golden.example.com"]}`})
	start, end := stack.NewSlot()
	cancelled := w.alpha.Must(t, 201, "POST", "/v1/appointments", w.alpha.BookingBody(w.number, start, end)).Text("id")
	w.alpha.Must(t, 200, "POST", "/v1/appointments/"+cancelled+"/cancel", `{}`)
	appointmentType := stack.Object{"code": "GOLDEN", "name": "Golden", "durationMinutes": 20}
	w.alpha.Must(t, 201, "POST", "/v1/appointment-types", appointmentType)
	room := stack.Object{"clinicId": w.alpha.Site, "name": "Golden"}
	w.alpha.Must(t, 201, "POST", "/v1/rooms", room)
	w.alpha.Must(t, 201, "POST", "/v1/sites", `{"name":"Another"}`)
	w.alpha.Must(t, 201, "POST", "/v1/doctors", stack.Object{"firstName": "Eva", "lastName": "Paz",
		"docTypeId": "CC", "docNumber": stack.NewDocument(), "npi": "1003000126"})
	tenant := func(wording, name, body string) goldenCase {
		return send("ALREADY_EXISTS."+wording, name, "POST", "/v1/tenants", body).with(enlace.AdminKey, nil)
	}
	return []goldenCase{
		get("NOT_FOUND", "an absent patient", "/v1/patients/"+stack.NewID()),
		get("NOT_FOUND.appointment", "an absent appointment", "/v1/appointments/"+stack.NewID()),
		get("NOT_FOUND.doctor", "an absent doctor", "/v1/doctors/"+stack.NewID()),
		get("NOT_FOUND.site", "an absent site", "/v1/sites/"+stack.NewID()),
		get("NOT_FOUND.appointment-type", "an absent appointment type", "/v1/appointment-types/"+stack.NewID()),
		get("NOT_FOUND.room", "an absent room", "/v1/rooms/"+stack.NewID()),
		get("NOT_FOUND.calendar-feed", "an absent calendar feed", "/v1/calendar-feeds/"+stack.NewID()),
		get("NOT_FOUND.tenant", "an absent tenant", "/v1/tenants/"+stack.NewID()).with(enlace.AdminKey, nil),
		send("NOT_FOUND.api-key", "an absent key", "DELETE", "/v1/auth/api-keys/"+stack.NewID(), nil),
		tenant("slug", "a slug that is taken", `{"name":"Other","slug":"golden"}`),
		tenant("host-name", "a host name that is taken", `{"name":"Other","hostNames":["golden.example.com"]}`),
		get("CREDENTIAL_MISSING", "no key", "/v1/patients").with(noKey, nil),
		get("CREDENTIAL_INVALID", "a key that is none", "/v1/patients").with("secret", nil),
		get("ROLE_NOT_ALLOWED", "a patient for a platform admin", "/v1/patients/"+w.patient).with(enlace.AdminKey, nil),
		send("SCOPE_MISSING", "a write with a key that reads", "POST", "/v1/patients", `{}`).with(reader, nil),
		get("SCOPE_MISSING.list-patients", "all patients for a key that reads one", "/v1/patients").with(reader, nil),
		get("SCOPE_MISSING.list-appointments", "all appointments for a key that reads one", "/v1/appointments").with(reader, nil),
		send("SCOPE_MISSING.rotation", "the rotation of a mightier key", "POST", "/v1/auth/api-keys/"+w.alpha.KeyID+"/rotate", `{}`).with(keeper, nil),
		send("DOCUMENT_EXISTS", "a document that a patient has", "POST", "/v1/patients", w.alpha.PatientBody(w.number)),
		send("DOCUMENT_EXISTS.doctor", "a document that a doctor has", "POST", "/v1/doctors",
			stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": w.alpha.DoctorNumber}),
		send("CODE_EXISTS", "a code that an appointment type has", "POST", "/v1/appointment-types", appointmentType),
		send("CODE_FORMAT.appointment-type", "a code of two words", "POST", "/v1/appointment-types",
			with(appointmentType, stack.Object{"code": "GOLDEN CODE"})),
		send("FEED_SUBJECT", "a calendar of a doctor and a site", "POST", "/v1/calendar-feeds",
			stack.Object{"doctorId": w.alpha.Doctor, "clinicId": w.alpha.Site}),
		send("ROOM_EXISTS", "a name that a room has", "POST", "/v1/rooms", room),
		send("NPI_EXISTS", "an NPI that a doctor has", "POST", "/v1/doctors",
			stack.Object{"firstName": "Ana", "lastName": "Gil", "docTypeId": "CC", "docNumber": "1599999999", "npi": "1003000126"}),
		send("HAS_APPOINTMENTS", "the deletion of a doctor with appointments", "DELETE", "/v1/doctors/"+w.alpha.Doctor, nil),
		send("HAS_APPOINTMENTS.site", "the deletion of a site with appointments", "DELETE", "/v1/sites/"+w.alpha.Site, nil),
		send("MAIN_SITE", "the main site made inactive", "PATCH", "/v1/sites/"+w.alpha.Site, `{"active":false}`),
		send("MAIN_SITE.stays", "the main site made another one", "PATCH", "/v1/sites/"+w.alpha.Site, `{"main":false}`),
		send("STATE_TRANSITION", "a leap to the end", "PATCH", "/v1/appointments/"+w.appointment, `{"state":"COMPLETED"}`),
		send("NOTHING_TO_ANSWER", "a link for what is cancelled", "POST", "/v1/appointments/"+cancelled+"/reply-link", `{}`),
		send("STATE_TRANSITION.final", "a way back", "PATCH", "/v1/appointments/"+cancelled, `{"state":"CONFIRMED"}`),
		send("STATE_TRANSITION.move", "another time for what is cancelled", "PATCH", "/v1/appointments/"+cancelled,
			stack.Object{"startAppointment": "2031-01-06T09:00:00-05:00", "endAppointment": "2031-01-06T09:30:00-05:00"}),
		send("KEY_NOT_ACTIVE", "the rotation of a revoked key", "POST", "/v1/auth/api-keys/"+ended+"/rotate", `{}`),
	}
}

func fieldCases(w world) []goldenCase {
	patients := func(reason, name string, changes stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/patients", with(w.alpha.PatientBody(w.number), changes))
	}
	admin := func(c goldenCase) goldenCase { return c.with(enlace.AdminKey, nil) }
	phones := make([]string, 11)
	for i := range phones {
		phones[i] = fmt.Sprintf("+5730012345%02d", i)
	}
	filter := make([]string, 21)
	for i := range filter {
		filter[i] = fmt.Sprintf("customFields[k%d]=v", i)
	}
	return []goldenCase{
		patients("FIELD_VIOLATION", "several mistakes", stack.Object{"firstName": nil, "email": "x", "docNumber": "1.032"}),
		send("FIELD_VIOLATION.snake-case", "several mistakes in snake case", "POST", "/v1/patients",
			`{"event_type":"PATIENT","action_type":"CREATE","first_name":"Luz","doc_type_id":"CC","doc_number":"1.032"}`),
		patients("REQUIRED", "no names", stack.Object{"firstName": nil, "lastName": nil}),
		get("REQUIRED.beside", "half a document", "/v1/patients?docNumber=1500000000"),
		admin(send("REQUIRED.tenant", "a key of no tenant", "POST", "/v1/auth/api-keys", `{"name":"bot","scopes":["patients:read"]}`)),
		send("REQUIRED.scopes", "a key without scopes", "POST", "/v1/auth/api-keys", `{"name":"bot"}`),
		send("EMPTY", "a text without letters", "PATCH", "/v1/appointments/"+w.appointment, `{"comment":" "}`),
		send("EMPTY.clearable", "a name without letters", "PATCH", "/v1/patients/"+w.patient, `{"firstName":""}`),
		send("CLEAR_FIELD", "an appointment without start", "PATCH", "/v1/appointments/"+w.appointment, `{"startAppointment":null}`),
		send("CLEAR_FIELD.together", "half a document", "PATCH", "/v1/patients/"+w.patient, `{"docNumber":null}`),
		patients("TEXT_LENGTH", "101 characters", stack.Object{"firstName": strings.Repeat("ñ", 101)}),
		patients("TEXT_CONTROL", "a line break in a name", stack.Object{"firstName": "Luz\nMarina"}),
		get("ID_FORMAT", "a doctor that is no id", "/v1/appointments?doctorId=7"),
		get("ID_FORMAT.visible", "an actor with blanks", "/v1/audit/events?actorId=a%20b"),
		get("RANGE", "a page of nothing", "/v1/patients?pageSize=0"),
		patients("LIST_LENGTH", "eleven phones", stack.Object{"phones": phones}),
		admin(send("REPEATED", "a host name given twice", "POST", "/v1/tenants", `{"name":"Other","hostNames":["a.example.com","a.example.com"]}`)),
		get("ENUM_VALUE", "an action that is none", "/v1/audit/events?action=BREW"),
		get("PAGE_TOKEN_INVALID", "a token that is none", "/v1/patients?pageToken=abc"),
		patients("EVENT_TYPE", "an event of appointments", stack.Object{"eventType": "APPOINTMENT"}),
		patients("ACTION_TYPE", "an action that is none", stack.Object{"actionType": "DELETE"}),
		get("TEXT_CONTROL.filter", "a line break in a filter", "/v1/patients?customFields[plan]=a%0Ab"),
		get("CUSTOM_FIELDS_COUNT", "a filter of 21 keys", "/v1/patients?"+strings.Join(filter, "&")),
		patients("CUSTOM_FIELDS_SIZE", "300 KiB of custom fields", stack.Object{"customFields": stack.Object{"a": long(300 << 10)}}),
	}
}

func timeCases(w world) []goldenCase {
	patients := func(reason, name, birth string) goldenCase {
		return send(reason, name, "POST", "/v1/patients", with(w.alpha.PatientBody(w.number), stack.Object{"birthDate": birth}))
	}
	book := func(reason, name, start, end string) goldenCase {
		return send(reason, name, "POST", "/v1/appointments", w.alpha.BookingBody(w.number, start, end))
	}
	const start, end = "2031-01-06T09:00:00-05:00", "2031-01-06T09:30:00-05:00"
	return []goldenCase{
		patients("DATE_FORMAT", "a day that does not exist", "1990-02-30"),
		patients("DATE_RANGE", "a birth to come", "2199-01-01"),
		book("TIME_FORMAT", "local habits", "6/1/2031 9:00", end),
		book("TIME_OFFSET_MISSING", "no offset", "2031-01-06T09:00:00", end),
		book("TIME_RANGE", "the year 1800", "1800-01-06T09:00:00Z", end),
		book("END_BEFORE_START", "an end before the start", end, start),
		book("DURATION", "13 hours", start, "2031-01-06T22:00:00-05:00"),
		get("TIME_ORDER", "a range that ends before it begins", "/v1/appointments?from=2031-01-06T09:00:00Z&to=2031-01-05T09:00:00Z"),
		send("TIME_PAST", "a key that has expired", "POST", "/v1/auth/api-keys",
			`{"name":"bot","scopes":["patients:read"],"expiresAt":"2020-01-01T00:00:00Z"}`),
		send("TIME_ZONE", "a zone on Mars", "POST", "/v1/sites", `{"name":"North","timeZone":"Mars/Base"}`),
		send("DURATION_RANGE", "an overlap of 8 days", "POST", "/v1/auth/api-keys/"+w.alpha.KeyID+"/rotate", `{"overlap":"691200s"}`),
	}
}

func doctorCases() []goldenCase {
	doctors := func(reason, name, member string) goldenCase {
		return send(reason, name, "POST", "/v1/doctors",
			`{"firstName":"Ana","lastName":"Gil","docTypeId":"CC","docNumber":"1599999999",`+member+`}`)
	}
	return []goldenCase{
		doctors("NPI", "an NPI with a wrong digit", `"npi":"1234567890"`),
		doctors("DEA_NUMBER", "a DEA number with a wrong digit", `"deaNumber":"AP5836720"`),
		doctors("LICENCE_STATE", "the name of a state", `"licences":[{"state":"New York","number":"1"}]`),
		doctors("LANGUAGE_TAG", "a language of a region", `"languages":["es","es-CO"]`),
	}
}

func patientCases(w world) []goldenCase {
	patients := func(reason, name string, changes stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/patients", with(w.alpha.PatientBody(w.number), changes))
	}
	document := func(wording, name, docType, number string) goldenCase {
		return patients("DOCUMENT_FORMAT"+wording, name, stack.Object{"docTypeId": docType, "docNumber": number})
	}
	return []goldenCase{
		patients("DOCUMENT_TYPE", "a type that is none", stack.Object{"docTypeId": "XX"}),
		document("", "letters in a CC", "CC", "10A2456789"),
		document(".eight-digits", "a DNI of nine digits", "DNI", "123456789"),
		document(".alphanumeric", "a passport with a hyphen", "PA", "AB-1234"),
		document(".length", "a passport of 51 characters", "PA", strings.Repeat("A", 51)),
		patients("GENDER", "a gender that is none", stack.Object{"genderId": "X"}),
		patients("GENDER_IDENTITY", "a code that is none", stack.Object{"genderIdentityId": "09"}),
		patients("PHONE_FORMAT", "a phone that is none", stack.Object{"phones": []string{"+573001234567", "call me"}}),
		patients("EMAIL_FORMAT", "an e-mail that is none", stack.Object{"email": "maria at example.com"}),
		patients("EPS_FORMAT", "the name of an EPS", stack.Object{"epsId": "EPS Sanitas"}),
		patients("WORKFLOW_FORMAT", "a workflow of two words", stack.Object{"workflow": "two words"}),
	}
}

func appointmentCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	inactive := stack.NewDocument()
	w.alpha.Must(t, 201, "POST", "/v1/doctors", stack.Object{"firstName": "Eva", "lastName": "Paz",
		"docTypeId": "CC", "docNumber": inactive, "active": false})
	closed := w.alpha.Must(t, 201, "POST", "/v1/sites", `{"name":"Closed","active":false}`).Text("id")
	book := func(reason, name string, changes stack.Object) goldenCase {
		body := w.alpha.BookingBody(w.number, "2031-01-06T09:00:00-05:00", "2031-01-06T09:30:00-05:00")
		return send(reason, name, "POST", "/v1/appointments", with(body, changes))
	}
	return []goldenCase{
		book("REQUIRED.together", "nobody", stack.Object{"patientDocTypeId": nil, "patientDocNumber": nil}),
		book("PATIENT_NOT_FOUND", "a patient who is not registered", stack.Object{"patientDocNumber": "1999999999"}),
		book("DOCTOR_NOT_FOUND", "a doctor who is not registered", stack.Object{"doctorDocNumber": "1999999999"}),
		book("DOCTOR_INACTIVE", "a doctor who has left", stack.Object{"doctorDocNumber": inactive}),
		book("CLINIC_NOT_FOUND", "a site that is none", stack.Object{"clinicId": "main"}),
		book("CLINIC_INACTIVE", "a site that is closed", stack.Object{"clinicId": closed}),
		book("INITIAL_STATE", "an end as a beginning", stack.Object{"state": "COMPLETED"}),
		book("MODALITY", "a modality that is none", stack.Object{"modality": "BY_PHONE"}),
		book("STATE", "a state that is none", stack.Object{"state": "PLANNED"}),
		book("NOTIFICATION_STATE", "a notification state that is none", stack.Object{"notificationState": "READ"}),
	}
}

func versionCases(w world) []goldenCase {
	version := func(reason, name, path, ifMatch string) goldenCase {
		method := map[bool]string{true: "PUT", false: "PATCH"}[strings.Contains(path, "by-document")]
		return send(reason, name, method, path, `{"firstName":"Luz","lastName":"Rojas"}`).with("", map[string]string{"If-Match": ifMatch})
	}
	return []goldenCase{
		version("ETAG_MISMATCH", "a version that is gone", "/v1/patients/"+w.patient, `"999"`),
		version("ETAG_MISMATCH.absent", "a version of nobody", "/v1/patients/by-document/CC/1999999999", `"1"`),
		version("ETAG_FORMAT", "a version without quotes", "/v1/patients/"+w.patient, "7"),
		version("HEADER_INVALID.printable", "a version with an accent", "/v1/patients/"+w.patient, `"á"`),
		get("ORDER_BY", "an order that is none", "/v1/appointments?orderBy=price"),
		get("ORDER_BY.unfiltered", "an order that filters rule out", "/v1/appointments?orderBy=createdAt&state=SCHEDULED"),
	}
}

func keyCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	enlace.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/patients", Key: w.alpha.Key,
		Body: w.alpha.PatientBody(stack.NewDocument()), Header: map[string]string{"Idempotency-Key": "golden"}})
	create := func(reason, name, key string, changes stack.Object) goldenCase {
		return send(reason, name, "POST", "/v1/patients", with(w.alpha.PatientBody(w.number), changes)).
			with("", map[string]string{"Idempotency-Key": key})
	}
	return []goldenCase{
		create("IDEMPOTENCY_MISMATCH", "the key of another call", "golden", nil),
		create("IDEMPOTENCY_KEY", "a key of 256 characters", long(256), nil),
		create("IDEMPOTENCY_KEY.differs", "two keys", "one", stack.Object{"idempotencyKey": "other"}),
	}
}

func tenantCases(t *testing.T, w world) []goldenCase {
	t.Helper()
	_, keeper := w.alpha.NewKey(t, "api-keys:write")
	tenants := func(reason, name, body string) goldenCase {
		return send(reason, name, "POST", "/v1/tenants", body).with(enlace.AdminKey, nil)
	}
	return []goldenCase{
		tenants("SLUG_FORMAT", "a slug with blanks", `{"name":"Clinic","slug":"Not A Slug"}`),
		tenants("HOST_NAME_FORMAT", "a host name without dots", `{"name":"Clinic","hostNames":["no dots"]}`),
		tenants("TEXT_LENGTH.short", "a name of one letter", `{"name":"C"}`),
		send("SCOPE_UNKNOWN", "a scope that is none", "POST", "/v1/auth/api-keys", `{"name":"bot","scopes":["patients:*"]}`),
		send("SCOPE_NOT_HELD", "a scope that the caller lacks", "POST", "/v1/auth/api-keys",
			`{"name":"bot","scopes":["audit:read"]}`).with(keeper, nil),
	}
}
