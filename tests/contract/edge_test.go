package contract

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func TestBrokenBodiesAreRefused(t *testing.T) {
	w := theWorld(t)
	good, err := json.Marshal(with(w.alpha.PatientBody(stack.NewDocument()), stack.Object{"customFields": nil}))
	if err != nil {
		t.Fatal(err)
	}
	body := func(name, reason, fields string, body any) refusal {
		return refusal{name: name, method: "POST", path: "/v1/patients", body: body,
			status: 400, code: "INVALID_ARGUMENT", reason: reason, fields: fields}
	}
	opened := strings.TrimSuffix(string(good), "}")
	field := func(text string) string { return opened + "," + text + "}" }
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	media := func(name, contentType string) refusal {
		return refusal{name: name, method: "POST", path: "/v1/patients", body: string(good), status: 415,
			code: "INVALID_ARGUMENT", reason: "UNSUPPORTED_MEDIA_TYPE", header: map[string]string{"Content-Type": contentType}}
	}
	mustRefuse(t, []refusal{
		body("broken JSON", "MALFORMED_JSON", "second", opened+`,"second" "x"}`),
		body("a cut body", "MALFORMED_JSON", "", opened),
		body("no JSON at all", "MALFORMED_JSON", "", "hello"),
		body("a list", "NOT_AN_OBJECT", "", "["+string(good)+"]"),
		body("trailing garbage", "TRAILING_DATA", "", string(good)+" true"),
		body("two objects", "TRAILING_DATA", "", string(good)+string(good)),
		body("a duplicate key", "FIELD_VIOLATION", "docNumber", field(`"docNumber":"1500000000"`)),
		body("a duplicate key in the other spelling", "FIELD_VIOLATION", "doc_number", field(`"doc_number":"1500000000"`)),
		body("a duplicate key among custom fields", "FIELD_VIOLATION", "customFields.a",
			field(`"customFields":{"a":1,"a":2}`)),
		body("invalid UTF-8", "INVALID_UTF8", "secondName", field("\"secondName\":\"An\xe1\"")),
		body("a raw NUL", "MALFORMED_JSON", "secondName", field("\"secondName\":\"A\x00\"")),
		body("an escaped NUL", "FIELD_VIOLATION", "secondName", field(`"secondName":"A\u0000"`)),
		body("a NUL among custom fields", "FIELD_VIOLATION", "customFields.a[0]", field(`"customFields":{"a":["\u0000"]}`)),
		body("a lone surrogate", "MALFORMED_JSON", "secondName", field(`"secondName":"\ud800"`)),
		body("40 levels", "TOO_DEEP", "", `{"customFields":`+deep+`}`),
		body("1,001 keys", "TOO_MANY_KEYS", "", `{"customFields":{`+keys(1001)+`}}`),
		body("an integer of 2^53 + 1", "FIELD_VIOLATION", "customFields.n", field(`"customFields":{"n":9007199254740993}`)),
		body("an integer below -2^53", "FIELD_VIOLATION", "customFields.n", field(`"customFields":{"n":-9007199254740993}`)),
		body("a number beyond 1e30", "FIELD_VIOLATION", "customFields.n", field(`"customFields":{"n":1e31}`)),
		body("a number beyond a double", "FIELD_VIOLATION", "customFields.n", field(`"customFields":{"n":1e999}`)),
		body("NaN", "MALFORMED_JSON", "customFields.n", `{"customFields":{"n":NaN}}`),
		{name: "2 MB", method: "POST", path: "/v1/patients", body: field(`"comment":"` + strings.Repeat("a", 2<<20) + `"`),
			status: 413, code: "INVALID_ARGUMENT", reason: "BODY_TOO_LARGE"},
		media("a form", "application/x-www-form-urlencoded"),
		media("plain text", "text/plain"),
		media("no content type", ""),
		media("another charset", "application/json; charset=latin1"),
	})
}

func keys(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	return strings.Join(members, ",")
}

func TestWrongPathsMethodsAndQueriesAreRefused(t *testing.T) {
	w := theWorld(t)
	query := func(name, path, fields string) refusal {
		return refusal{name: name, method: "GET", path: path, status: 400, code: "INVALID_ARGUMENT",
			reason: "FIELD_VIOLATION", fields: fields}
	}
	mustRefuse(t, []refusal{
		{name: "a wrong path", method: "GET", path: "/v1/patient", status: 404, code: "NOT_FOUND", reason: "ROUTE_NOT_FOUND"},
		{name: "no path", method: "GET", path: "/", status: 404, code: "NOT_FOUND", reason: "ROUTE_NOT_FOUND"},
		{name: "a path of another version", method: "GET", path: "/v2/patients", status: 404, code: "NOT_FOUND", reason: "ROUTE_NOT_FOUND"},
		{name: "a path without its id", method: "GET", path: "/v1/patients/", status: 404, code: "NOT_FOUND", reason: "ROUTE_NOT_FOUND"},
		{name: "a path that is not public", method: "POST", path: "/v1/patients/resolve", body: `{}`, status: 405, code: "UNIMPLEMENTED", reason: "METHOD_NOT_ALLOWED"},
		{name: "a wrong method", method: "PUT", path: "/v1/patients", body: `{}`, status: 405, code: "UNIMPLEMENTED", reason: "METHOD_NOT_ALLOWED"},
		{name: "a method that nothing knows", method: "BREW", path: "/v1/appointments", status: 405, code: "UNIMPLEMENTED", reason: "METHOD_NOT_ALLOWED"},
		{name: "a method to be overridden", method: "POST", path: "/v1/patients/" + w.patient, body: `{}`,
			header: map[string]string{"X-HTTP-Method-Override": "DELETE"}, status: 405, code: "UNIMPLEMENTED", reason: "METHOD_NOT_ALLOWED"},
		query("an unknown parameter", "/v1/patients?limit=3", "limit"),
		query("the tenant as a parameter", "/v1/patients?tenantId="+w.beta.ID, "tenantId"),
		query("a page size of 0", "/v1/patients?pageSize=0", "pageSize"),
		query("a page size of 201", "/v1/patients?pageSize=201", "pageSize"),
		query("a page size that is none", "/v1/patients?pageSize=many", "pageSize"),
		query("a page token that is none", "/v1/patients?pageToken=abc", "pageToken"),
		query("half a document", "/v1/patients?docNumber=1500000000", "docTypeId"),
		query("a phone that is none", "/v1/patients?phone=abc", "phone"),
		query("an e-mail that is none", "/v1/patients?email=abc", "email"),
		query("several wrong filters", "/v1/appointments?from=yesterday&state=X&modality=Y&doctorId=Z", "from state modality doctorId"),
		query("a range that ends before it begins", "/v1/appointments?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z", "to"),
		query("a time without offset", "/v1/appointments?from=2027-01-02T00:00:00", "from"),
		query("an audit of an unknown action", "/v1/audit/events?action=BREW", "action"),
		query("an audit of no resource", "/v1/audit/events?resourceId=1032456789", "resourceId"),
	})
}

func TestBadCredentialsAreRefused(t *testing.T) {
	w := theWorld(t)
	last := w.alpha.Key[len(w.alpha.Key)-1]
	other := byte('0')
	if last == other {
		other = '1'
	}
	wrongChecksum := w.alpha.Key[:len(w.alpha.Key)-1] + string(other)
	unknown := strings.Replace(w.alpha.Key, w.alpha.KeyID, stack.NewID(), 1)
	var refusals []refusal
	for _, path := range []string{"/v1/patients/" + w.patient, "/v1/appointments", "/v1/audit/events", "/v1/tenants/me", "/v1/doctors"} {
		for name, c := range map[string]struct{ key, reason string }{
			"a missing key":             {noKey, "CREDENTIAL_MISSING"},
			"a malformed key":           {"secret", "CREDENTIAL_INVALID"},
			"a key of a wrong checksum": {wrongChecksum, "CREDENTIAL_INVALID"},
			"a key that nobody has":     {unknown, "CREDENTIAL_INVALID"},
			"a revoked key":             {w.revoked, "CREDENTIAL_INVALID"},
		} {
			refusals = append(refusals, refusal{name: name + " for " + path, method: "GET", path: path, key: c.key,
				status: 401, code: "UNAUTHENTICATED", reason: c.reason})
		}
	}
	refusals = append(refusals, refusal{name: "a bad key with a bad body", method: "POST", path: "/v1/patients", key: "secret",
		body: `{"eventType":"X"}`, status: 401, code: "UNAUTHENTICATED", reason: "CREDENTIAL_INVALID"})
	mustRefuse(t, refusals)
}
