package edge

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
)

// FuzzRequest holds that no request makes the gateway panic or answer with a 5xx while the
// services are well, and that every refusal has the promised shape.
func FuzzRequest(f *testing.F) {
	f.Add("POST", "/v1/patients", "", `{"firstName":"Ana"}`, "en")
	f.Add("PATCH", "/v1/patients/01A", "", `{"email":null}`, "es")
	f.Add("GET", "/v1/patients", "pageSize=1&customFields[plan]=gold", "", "es;q=2,,-")
	f.Add("PUT", "/v1/patients/by-document/CC/1%2f2", "a=%", `{}`, "")
	f.Add("DELETE", "/v1//%00/../x:y", ";", "[", "\xff")
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, method, path, query, body, language string) {
		target, err := url.Parse("http://localhost" + path)
		if err != nil || !strings.HasPrefix(path, "/") {
			t.Skip()
		}
		target.RawQuery = query
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		r.Method, r.URL = method, target
		r.Header = http.Header{"Content-Type": {"application/json"}, "Accept-Language": {language}}
		mustNotFail(t, w.direct(r))
	})
}

// FuzzQuery holds that grpc-gateway takes every query that passes, whatever the route.
func FuzzQuery(f *testing.F) {
	for i, seed := range []string{"pageSize=1", "customFields[plan]=gold&name=a", "page_size=+1", "customFields[a.b]=", "pageSize=0x1"} {
		f.Add(uint8(i), seed)
	}
	table, err := Routes()
	if err != nil {
		f.Fatal(err)
	}
	routes := table.All()
	f.Fuzz(func(t *testing.T, number uint8, query string) {
		route := routes[int(number)%len(routes)]
		if found, _ := checkQuery(route, query); len(found) > 0 {
			return
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		request, err := newMessage(route.RPC.Input())
		if err != nil {
			t.Fatal(err)
		}
		if err := runtime.PopulateQueryParameters(request, values, utilities.NewDoubleArray(nil)); err != nil {
			t.Errorf("%s: passed, but grpc-gateway says: %v", route.Pattern, err)
		}
	})
}

// direct serves a request without a network.
func (w *world) direct(r *http.Request) reply {
	written := httptest.NewRecorder()
	w.handler.ServeHTTP(written, r)
	return reply{written.Code, written.Header(), written.Body.String()}
}

// mustNotFail holds that an answer is no 5xx, that a refusal has the promised shape, or is the page of
// a link, and that no header goes on in another line.
func mustNotFail(t *testing.T, answer reply) {
	t.Helper()
	switch {
	case answer.status >= 500:
		t.Errorf("%d: %s", answer.status, answer.body)
	case answer.status >= 400 && answer.header.Get("Content-Type") != "text/html; charset=utf-8":
		answer.problem(t, answer.status)
	}
	for name, values := range answer.header {
		for _, value := range values {
			if strings.ContainsAny(value, "\r\n\x00") {
				t.Errorf("the header %s is %q", name, value)
			}
		}
	}
}
