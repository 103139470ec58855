package document

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"enlace.dev/tests/stack"
)

// Parameter is a parameter of a call.
type Parameter struct {
	Name string
	// In is path, query or header.
	In     string
	Schema stack.Object
	// Example as it is written into the call; empty when the document shows none.
	Example string
}

// Parameters are those of the call, in the document's order.
func (o *Operation) Parameters() []Parameter {
	list, _ := o.Spec["parameters"].([]any)
	all := make([]Parameter, len(list))
	for i, item := range list {
		spec, _ := o.document.resolve(stack.Object(item.(map[string]any)), "")
		all[i] = Parameter{Name: spec.Text("name"), In: spec.Text("in"), Schema: spec.Member("schema")}
		if example, ok := spec["example"]; ok {
			all[i].Example = fmt.Sprint(example)
		} else if examples, _ := all[i].Schema["examples"].([]any); len(examples) > 0 {
			all[i].Example = fmt.Sprint(examples[0])
		}
	}
	return all
}

// HasBody tells whether the call takes a body.
func (o *Operation) HasBody() bool { return o.Spec.Member("requestBody") != nil }

// BodyExamples are the bodies that the document shows, as JSON text by name.
func (o *Operation) BodyExamples() map[string]string {
	examples := o.Spec.Member("requestBody").Member("content").Member("application/json").Member("examples")
	texts := map[string]string{}
	for name := range examples {
		text, err := json.Marshal(examples.Member(name)["value"])
		if err == nil {
			texts[name] = string(text)
		}
	}
	return texts
}

// BodySchema is the schema of the body; nil when there is none.
func (o *Operation) BodySchema() stack.Object {
	schema := o.Spec.Member("requestBody").Member("content").Member("application/json").Member("schema")
	schema, _ = o.document.resolve(schema, "")
	return schema
}

// Example is the call with every parameter that the document shows an example of; an idempotency key
// stands in the body or in the header.
func (o *Operation) Example(body string) stack.Request {
	request := stack.Request{Method: o.Method, Path: o.Path, Header: map[string]string{}}
	if body != "" {
		request.Body = body
	}
	query := url.Values{}
	for _, p := range o.Parameters() {
		switch {
		case p.Example == "":
		case p.In == "path":
			request.Path = strings.ReplaceAll(request.Path, "{"+p.Name+"}", url.PathEscape(p.Example))
		case p.In == "query":
			query.Set(p.Name, p.Example)
		case p.Name == "Idempotency-Key" && strings.Contains(body, `"idempotencyKey"`):
		case p.In == "header":
			request.Header[p.Name] = p.Example
		}
	}
	if len(query) > 0 {
		request.Path += "?" + query.Encode()
	}
	return request
}

// Enums are the fields of the body whose values are a closed list, with the list.
func (o *Operation) Enums() map[string][]string {
	enums := map[string][]string{}
	properties := o.BodySchema().Member("properties")
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property := properties.Member(name)
		if items := property.Member("items"); items != nil {
			continue
		}
		values, _ := property["enum"].([]any)
		for _, value := range values {
			if text, ok := value.(string); ok {
				enums[name] = append(enums[name], text)
			}
		}
	}
	return enums
}
