package edge

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
)

// FuzzRespell holds that no name of a field, with whatever was sent, makes the respelling fail, and
// that it leaves what it does not know.
func FuzzRespell(f *testing.F) {
	f.Add(uint8(0), `{"doc_number":"x"}`, "", "docNumber", "fits no docTypeId")
	f.Add(uint8(1), `{"offices":[{"zip_code":1}]}`, "", "offices[0].zipCode", "")
	f.Add(uint8(2), "", "custom_fields[plan]=a&%zz", "customFields.plan", "")
	f.Add(uint8(3), `{"offices":{}}`, "", "offices[99999999999999999999].a", "aB")
	f.Add(uint8(4), `[1]`, ";", "a[.]b][", "")
	table, err := Routes()
	if err != nil {
		f.Fatal(err)
	}
	routes := table.All()
	f.Fuzz(func(t *testing.T, number uint8, body, query, field, text string) {
		route := routes[int(number)%len(routes)]
		x := &exchange{traceparent: newTraceparent(), route: route, body: []byte(body), query: query}
		p := problem.Invalid([]problem.Violation{{Field: field, Said: reason.Spoken("DOCUMENT_FORMAT", text)}})
		x.respell(p)
		if len(p.Violations) != 1 {
			t.Fatalf("%d violations are left", len(p.Violations))
		}
		name, _, _ := strings.Cut(strings.ReplaceAll(field, "[", "."), ".")
		got := p.Violations[0].Field
		if route.RPC.Input().Fields().ByJSONName(name) == nil && got != field {
			t.Errorf("%q, which the call does not have, became %q", field, got)
		}
		if utf8.ValidString(field) && !utf8.ValidString(got) {
			t.Errorf("%q became %q, which is no text", field, got)
		}
		if !json.Valid(p.JSON(x.caller())) {
			t.Errorf("%q is answered as no JSON", got)
		}
	})
}
