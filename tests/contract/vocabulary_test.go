package contract

import (
	"encoding/json"
	"slices"
	"testing"

	"enlace.dev/tests/document"
	"enlace.dev/tests/stack"
)

// The values that the document lists are those that the services take, and no others.
func TestTheServicesTakeTheValuesOfTheDocument(t *testing.T) {
	contract := document.Read(t, enlace)
	clinic := enlace.NewClinic(t, "Vocabulary")
	ids := exampleOfClinic(t, clinic)
	owner := enlace.Register(t, "Vocabulary of People")
	for _, o := range contract.Operations() {
		examples := o.BodyExamples()
		if o.ForPlatform() || len(examples) == 0 {
			continue
		}
		key := clinic.Key
		if o.ForPeople() {
			key = owner.AccessToken
		}
		for field, values := range o.Enums() {
			t.Run(o.ID+"/"+field, func(t *testing.T) {
				for _, value := range append(values, "NO_SUCH_VALUE") {
					for _, example := range examples {
						known := slices.Contains(values, value)
						if refused := refuses(t, o, key, ids, example, field, value); refused == known {
							t.Errorf("%s is refused: %v", value, refused)
						}
						break
					}
				}
			})
		}
	}
}

// refuses tells whether a call that only asks for validation is told that the field is wrong.
func refuses(t *testing.T, o *document.Operation, key string, ids likeness, example, field, value string) bool {
	t.Helper()
	body := stack.Object{}
	if err := json.Unmarshal([]byte(example), &body); err != nil {
		t.Fatal(err)
	}
	body[field] = value
	if o.BodySchema().Member("properties")["validateOnly"] != nil {
		body["validateOnly"] = true
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request := o.Example(string(text))
	delete(request.Header, "Idempotency-Key")
	ids.replace(&request)
	request.Key = key
	answer := enlace.Call(t, request)
	return answer.Status/100 != 2 && slices.Contains(answer.Problem(t).Fields(), field)
}
