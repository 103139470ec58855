package edge

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBadInputIsRefusedByNameAndDoneByNoService(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	cases := []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		reason, fields, detail   string
	}{
		{"an unknown field", "POST", "/v1/patients", `{"firstName":"Ana","surname":"Gil"}`, nil,
			400, "FIELD_VIOLATION", "surname", "surname: is not a field"},
		{"several mistakes at once", "POST", "/v1/patients",
			`{"firstName":1,"habeasData":"yes","phones":["+57",7],"x":null,"customFields":{"n":9007199254740993}}`, nil,
			400, "FIELD_VIOLATION", "firstName habeasData phones[1] x customFields.n", "customFields.n: is an integer beyond"},
		{"broken JSON", "POST", "/v1/patients", "{\"firstName\":\"Ana\",\n \"lastName\" \"Gil\"}", nil,
			400, "MALFORMED_JSON", "lastName", "line 2, column 13"},
		{"a cut body", "POST", "/v1/patients", `{"firstName":"Ana"`, nil,
			400, "MALFORMED_JSON", "", "ends before"},
		{"trailing garbage", "POST", "/v1/patients", `{"firstName":"Ana"} {}`, nil,
			400, "TRAILING_DATA", "", "after the JSON object"},
		{"a list as body", "POST", "/v1/patients", `[]`, nil,
			400, "NOT_AN_OBJECT", "", "must be a JSON object"},
		{"invalid UTF-8", "POST", "/v1/patients", "{\"firstName\":\"An\xe1\"}", nil,
			400, "INVALID_UTF8", "firstName", "UTF-8 at line 1, column 17"},
		{"a lone surrogate", "POST", "/v1/patients", `{"firstName":"\ud800"}`, nil,
			400, "MALFORMED_JSON", "firstName", "firstName: "},
		{"an escaped NUL", "POST", "/v1/patients", `{"firstName":"A\u0000na"}`, nil,
			400, "FIELD_VIOLATION", "firstName", "NUL"},
		{"a raw NUL", "POST", "/v1/patients", "{\"firstName\":\"A\x00na\"}", nil,
			400, "MALFORMED_JSON", "firstName", "line 1"},
		{"a duplicate key", "POST", "/v1/patients", `{"docNumber":"1","doc_number":"2"}`, nil,
			400, "FIELD_VIOLATION", "doc_number", "more than once"},
		{"a body nested too deep", "POST", "/v1/patients", `{"customFields":` + deep + `}`, nil,
			400, "TOO_DEEP", "", "32 levels"},
		{"too many keys", "POST", "/v1/patients", `{"customFields":{` + manyKeys(1001) + `}}`, nil,
			400, "TOO_MANY_KEYS", "", "1000 keys"},
		{"clearFields over REST", "PATCH", "/v1/patients/01A", `{"clearFields":["email"]}`, nil,
			400, "FIELD_VIOLATION", "clearFields", "not a field"},
		{"another id than the path's", "PATCH", "/v1/patients/01A", `{"id":"01B"}`, nil,
			400, "FIELD_VIOLATION", "id", "same as in the path"},
		{"a body where none belongs", "DELETE", "/v1/patients/01A", `{"force":true}`, nil,
			400, "FIELD_VIOLATION", "force", "not a field"},
		{"a body of 2 MB", "POST", "/v1/patients", `{"firstName":"` + strings.Repeat("a", 2<<20) + `"}`, nil,
			413, "BODY_TOO_LARGE", "", "1 MiB"},
		{"a form", "POST", "/v1/patients", `a=b`, []string{"Content-Type", "", "Content-Type", "application/x-www-form-urlencoded"},
			415, "UNSUPPORTED_MEDIA_TYPE", "", "application/json"},
		{"no content type", "POST", "/v1/patients", `{}`, []string{"Content-Type", ""},
			415, "UNSUPPORTED_MEDIA_TYPE", "", "application/json"},
		{"another charset", "POST", "/v1/patients", `{}`, []string{"Content-Type", "", "Content-Type", "application/json; charset=latin1"},
			415, "UNSUPPORTED_MEDIA_TYPE", "", "UTF-8"},
		{"a compressed body", "POST", "/v1/patients", `{}`, []string{"Content-Encoding", "gzip"},
			415, "UNSUPPORTED_MEDIA_TYPE", "", "not compressed"},
		{"a wrong method", "PUT", "/v1/patients", `{}`, nil,
			405, "METHOD_NOT_ALLOWED", "", "GET, POST"},
		{"a form that overrides the method", "POST", "/v1/patients/01A", "a=b",
			[]string{"Content-Type", "", "Content-Type", "application/x-www-form-urlencoded", "X-HTTP-Method-Override", "DELETE"},
			405, "METHOD_NOT_ALLOWED", "", "DELETE, GET, PATCH"},
		{"a wrong path", "GET", "/v1/patient", "", nil, 404, "ROUTE_NOT_FOUND", "", "no such path"},
		{"a path without its id", "GET", "/v1/patients/", "", nil, 404, "ROUTE_NOT_FOUND", "", "no such path"},
		{"a path with NUL", "GET", "/v1/patients/a%00b", "", nil, 400, "FIELD_VIOLATION", "id", "id: "},
		{"a path that is no UTF-8", "GET", "/v1/patients/a%ffb", "", nil, 400, "FIELD_VIOLATION", "id", "id: "},
		{"unknown parameters", "GET", "/v1/patients?pageSise=1&limit=2", "", nil,
			400, "FIELD_VIOLATION", "limit pageSise", "limit: is not a query parameter"},
		{"a malformed page size", "GET", "/v1/patients?pageSize=ten", "", nil,
			400, "FIELD_VIOLATION", "pageSize", "whole number"},
		{"a repeated parameter", "GET", "/v1/patients?email=a@example.com&email=b@example.com", "", nil,
			400, "FIELD_VIOLATION", "email", "more than once"},
		{"a parameter in both spellings", "GET", "/v1/patients?docNumber=1&doc_number=1", "", nil,
			400, "FIELD_VIOLATION", "doc_number", "more than once"},
		{"a filter without key", "GET", "/v1/patients?customFields=gold", "", nil,
			400, "FIELD_VIOLATION", "customFields", "not a query parameter"},
		{"a boolean that is none", "GET", "/v1/doctors?active=si", "", nil,
			400, "FIELD_VIOLATION", "active", "true or false"},
		{"a broken query", "GET", "/v1/patients?email=%zz", "", nil,
			400, "FIELD_VIOLATION", "", "malformed"},
		{"a NUL in the query", "GET", "/v1/patients?name=a%00", "", nil,
			400, "FIELD_VIOLATION", "name", "NUL"},
		{"the path's field in the query", "GET", "/v1/patients/01A?id=01B", "", nil,
			400, "FIELD_VIOLATION", "id", "not a query parameter"},
		{"a parameter beside a body", "POST", "/v1/patients?firstName=Ana", `{}`, nil,
			400, "FIELD_VIOLATION", "firstName", "not a query parameter"},
		{"a query of 9 KiB", "GET", "/v1/patients?name=" + strings.Repeat("a", 9<<10), "", nil,
			414, "QUERY_TOO_LONG", "", "8 KiB"},
		{"headers of 9 KiB", "GET", "/v1/patients", "", []string{"X-Large", strings.Repeat("a", 9<<10)},
			431, "HEADERS_TOO_LARGE", "", "8 KiB"},
		{"a credential of 5 KiB", "GET", "/v1/patients", "", []string{"Authorization", strings.Repeat("a", 5<<10)},
			431, "HEADERS_TOO_LARGE", "", "4 KiB"},
		{"two credentials", "GET", "/v1/patients", "", []string{"X-Api-Key", "a", "X-Api-Key", "b"},
			400, "HEADER_INVALID", "", "X-Api-Key"},
		{"an If-Match that is no ASCII", "PATCH", "/v1/patients/01A", `{}`, []string{"If-Match", "\"ñ\""},
			400, "HEADER_INVALID", "", "If-Match"},
		{"a filter in another's brackets", "GET", "/v1/patients?email[a]=gold", "", nil,
			400, "FIELD_VIOLATION", "email[a]", "not a query parameter"},
		{"a filter below a key", "GET", "/v1/patients?customFields[a][b]=gold&custom_fields.a=1", "", nil,
			400, "FIELD_VIOLATION", "customFields[a][b] custom_fields.a", "not a query parameter"},
		{"a custom field asked for twice", "GET", "/v1/patients?customFields[a]=1&custom_fields[a]=1", "", nil,
			400, "FIELD_VIOLATION", "custom_fields[a]", "more than once"},
		{"unknown parameters in snake case", "GET", "/v1/appointments?doctor_name=1&page_sise=2", "", nil,
			400, "FIELD_VIOLATION", "doctor_name page_sise", "doctor_name: is not a query parameter"},
		{"a credential that is no ASCII", "GET", "/v1/patients", "", []string{"X-Api-Key", "clavé"},
			400, "HEADER_INVALID", "", "X-Api-Key"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.send(c.method, c.path, c.body, c.headers...).problem(t, c.status)
			if p.Reason != c.reason || p.fields() != c.fields || !strings.Contains(p.Detail, c.detail) {
				t.Errorf("reason %s, fields %q, detail %q", p.Reason, p.fields(), p.Detail)
			}
			if len(w.acceptable()) != 0 {
				t.Error("the call reached a service")
			}
		})
	}
}

func manyKeys(n int) string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	return strings.Join(keys, ",")
}

func TestALargeBodyOfUnknownLengthIsRefused(t *testing.T) {
	w := newWorld(t)
	endless := io.MultiReader(strings.NewReader(`{"firstName":"`), strings.NewReader(strings.Repeat("a", 2<<20)))
	r, err := http.NewRequest("POST", w.web.URL+"/v1/patients", endless)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if p := w.do(r).problem(t, 413); p.Reason != "BODY_TOO_LARGE" {
		t.Error(p)
	}
}

func TestACallerThatAsksBeforeSendingIsRefusedAtOnce(t *testing.T) {
	w := newWorld(t)
	body := &countingReader{Reader: strings.NewReader(strings.Repeat("a", 2<<20))}
	r, err := http.NewRequest("POST", w.web.URL+"/v1/patients", body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = 2 << 20
	r.Header.Set("Expect", "100-continue")
	w.web.Client().Transport.(*http.Transport).ExpectContinueTimeout = time.Minute
	w.do(r).problem(t, 413)
	if body.n != 0 {
		t.Errorf("%d bytes were sent", body.n)
	}
}

func TestLargeBodiesAreBoundedTogether(t *testing.T) {
	all := newLargeBodies()
	request := func(length int64) *http.Request {
		return &http.Request{ContentLength: length, Body: io.NopCloser(strings.NewReader(""))}
	}
	var leave []func()
	// Of a body whose length is not told the most is expected.
	for _, length := range append(slices.Repeat([]int64{1 << 20, -1}, 31), 1<<20-1, 1<<20-1) {
		one, p := all.enter(request(length))
		if p != nil {
			t.Fatalf("%d of 64: %+v", len(leave), p)
		}
		leave = append(leave, one)
	}
	for _, length := range []int64{-1, 1 << 20, usualBody + 1} {
		if _, p := all.enter(request(length)); p == nil || p.Said.Name != "BUSY" {
			t.Errorf("%d bytes beyond the limit of all: %+v", length, p)
		}
	}
	for _, length := range []int64{0, usualBody, 1<<20 + 1} {
		if _, p := all.enter(request(length)); p != nil {
			t.Errorf("%d bytes: %+v", length, p)
		}
	}
	leave[0]()
	if _, p := all.enter(request(1 << 20)); p != nil {
		t.Errorf("after one is done: %+v", p)
	}
}

func TestALargeBodyLeavesRoomForTheNext(t *testing.T) {
	w := newWorld(t)
	for range 64 + 2 {
		r, err := http.NewRequest("POST", w.web.URL+"/v1/patients", io.MultiReader(strings.NewReader("{")))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if p := w.do(r).problem(t, 400); p.Reason != "MALFORMED_JSON" {
			t.Fatal(p)
		}
	}
}

// countingReader notes how much was read.
type countingReader struct {
	io.Reader
	n int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

func TestA405NamesTheMethodsThatWork(t *testing.T) {
	w := newWorld(t)
	for path, allow := range map[string]string{
		"/v1/patients":              "GET, POST",
		"/v1/patients/01A":          "DELETE, GET, PATCH",
		"/v1/tenants/me":            "DELETE, GET, PATCH",
		"/healthz":                  "GET, HEAD",
		"/v1/appointments/1/cancel": "POST",
	} {
		got := w.send("OPTIONS", path, "")
		got.problem(t, 405)
		if got.header.Get("Allow") != allow {
			t.Errorf("%s allows %q, want %q", path, got.header.Get("Allow"), allow)
		}
	}
}

func TestRefusalsSpeakTheCallersLanguage(t *testing.T) {
	w := newWorld(t)
	p := w.send("POST", "/v1/patients", `{"surname":"Gil"}`, "Accept-Language", "es-CO,es;q=0.9,en;q=0.5").problem(t, 400)
	if p.Title != "Solicitud inválida" || p.Detail != "surname: no es un campo de esta llamada" {
		t.Errorf("%q: %q", p.Title, p.Detail)
	}
}
