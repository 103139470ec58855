package main

import (
	"encoding/json"
	"strconv"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/gateway/internal/edge/reason"
)

// sample fills the placeholders of the catalogue's texts.
var sample = strings.NewReplacer("{scopes}", "patients:write", "{from}", "COMPLETED", "{to}", "SCHEDULED",
	"{next}", "none", "{header}", "X-Api-Key", "{line}", "3", "{column}", "14", "{most}", "32", "{services}", "patient")

// named is an example and its name.
type named struct {
	name    string
	example node
}

// problemExamples are the refusals of one status, in the catalogue's order but for those that are
// just the code's: all that it says of whole calls. A text whose placeholders have no sample is left
// out.
func problemExamples(status int) []named {
	var examples, ofCode []named
	for _, e := range reason.All() {
		detail := sample.Replace(e.Text(reason.English, ""))
		ofField := e.Kind() == commonv1.ReasonKind_REASON_KIND_VIOLATION
		if ofField || e.HTTPStatus() != status || e.Name == "FIELD_VIOLATION" || strings.Contains(detail, "{") {
			continue
		}
		violations := []any{}
		if e.Kind() == commonv1.ReasonKind_REASON_KIND_BODY {
			violations = append(violations, node{"field": "", "reason": e.Name, "message": detail})
		}
		var retryAfter any
		if seconds := e.RetryAfter(); seconds > 0 {
			retryAfter = seconds
		}
		example := named{e.Name, node{"summary": e.Title(reason.English), "value": node{
			"type":  "https://api.example.com/errors/" + reason.OfCode(e.Code()).Slug(),
			"title": e.Title(reason.English), "status": status, "code": e.CodeName(), "reason": e.Name,
			"detail": detail, "violations": violations, "retryAfterSeconds": retryAfter,
			"requestId": "01K9ZC6W0D9SM7Y4P5Q6R7T8V9", "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
		}}}
		if e.Name == e.CodeName() {
			ofCode = append(ofCode, example)
		} else {
			examples = append(examples, example)
		}
	}
	return append(examples, ofCode...)
}

// inOrder writes examples as an object whose members keep their order: viewers show the first one.
func inOrder(examples []named) (json.RawMessage, error) {
	object := []byte("{")
	for i, e := range examples {
		if i > 0 {
			object = append(object, ',')
		}
		text, err := json.Marshal(e.example)
		if err != nil {
			return nil, err
		}
		object = append(strconv.AppendQuote(object, e.name), ':')
		object = append(object, text...)
	}
	return append(object, '}'), nil
}
