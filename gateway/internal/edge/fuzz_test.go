package edge

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
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
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		switch {
		case answer.Code >= 500:
			t.Errorf("%d: %s", answer.Code, answer.Body)
		case answer.Code >= 400:
			reply{answer.Code, answer.Header(), answer.Body.String()}.problem(t, answer.Code)
		}
	})
}

// FuzzQuery holds that grpc-gateway takes every query that passes.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"pageSize=1", "customFields[plan]=gold&name=a", "page_size=+1", "customFields[a.b]=", "pageSize=0x1"} {
		f.Add(seed)
	}
	table, err := Routes()
	if err != nil {
		f.Fatal(err)
	}
	route := table.Lookup("GET", "/v1/patients")
	f.Fuzz(func(t *testing.T, query string) {
		if found, _ := checkQuery(route, query); len(found) > 0 {
			return
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var request patientv1.ListPatientsRequest
		if err := runtime.PopulateQueryParameters(&request, values, utilities.NewDoubleArray(nil)); err != nil {
			t.Errorf("passed, but grpc-gateway says: %v", err)
		}
	})
}
