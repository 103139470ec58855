package edge

import (
	"net/url"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
)

func TestViolationsNameFieldsAsTheCallerWroteThem(t *testing.T) {
	for name, c := range map[string]struct {
		method, path, body string
		fields             []string
		want, detail       string
	}{
		"camel case": {"POST", "/v1/patients", `{"docNumber":"x","phones":["1"]}`,
			[]string{"docNumber", "phones[0]", "firstName"}, "docNumber phones[0] firstName", ""},
		"snake case": {"POST", "/v1/patients", `{"doc_number":"x"}`,
			[]string{"docNumber"}, "doc_number", "doc_number: fits no doc_type_id"},
		"an absent field is spelled like its neighbours": {"POST", "/v1/patients", `{"doc_number":"x","email":"y"}`,
			[]string{"firstName", "email"}, "first_name email", ""},
		"both spellings": {"POST", "/v1/patients", `{"doc_number":"x","firstName":"Ana"}`,
			[]string{"docNumber", "firstName", "lastName"}, "doc_number firstName lastName", ""},
		"a key among custom fields stays": {"POST", "/v1/patients", `{"custom_fields":{"docNumber":1}}`,
			[]string{"customFields.docNumber", "customFields"}, "custom_fields.docNumber custom_fields", ""},
		"offices of a tenant": {"POST", "/v1/tenants", `{"host_names":["a"],"offices":[{"zipCode":1}]}`,
			[]string{"hostNames[0]", "offices[0].zipCode"}, "host_names[0] offices[0].zipCode", ""},
		"a query": {"GET", "/v1/patients?doc_number=1&" + url.QueryEscape("customFields[plan]") + "=a", "",
			[]string{"docNumber", "docTypeId", "customFields.plan"}, "doc_number docTypeId customFields[plan]", ""},
		"a query in snake case": {"GET", "/v1/patients?doc_number=1", "",
			[]string{"docTypeId"}, "doc_type_id", ""},
		"a field that the call does not have": {"POST", "/v1/patients", `{"doc_number":"x"}`,
			[]string{"pageToken", ""}, "pageToken ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var said []*errdetails.BadRequest_FieldViolation
			for _, field := range c.fields {
				said = append(said, &errdetails.BadRequest_FieldViolation{
					Field: field, Reason: "DOCUMENT_FORMAT", Description: "fits no docTypeId"})
			}
			w := newWorld(t)
			w.fail(ours(t, codes.InvalidArgument, "FIELD_VIOLATION", "as the service says it",
				&errdetails.BadRequest{FieldViolations: said}))
			p := w.send(c.method, c.path, c.body).problem(t, 400)
			if p.fields() != c.want || (c.detail != "" && p.Detail != c.detail) {
				t.Errorf("%q: %q", p.fields(), p.Detail)
			}
		})
	}
}
