package main

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

const about = `Patients, appointments and their audit trail, for chatbots and clinics. Almost every ` +
	`call needs an API key in the header X-Api-Key, or an access token as Authorization: Bearer. Unknown fields and parameters are refused. Every refusal is ` +
	`application/problem+json, and its detail says what to mend.`

// complete adds everything that holds for the whole document, then for each operation.
func complete(document node, operations map[string]*operation) error {
	document["info"] = node{
		"title":       "Enlace API",
		"version":     "1",
		"description": about,
		"contact":     node{"name": "Enlace"},
		"license":     node{"name": "Proprietary", "identifier": "LicenseRef-Proprietary"},
	}
	document["servers"] = []any{node{"url": "/", "description": "The gateway that serves this document."}}
	document["security"] = []any{node{"apiKey": []any{}}, node{"bearer": []any{}}}
	components := document["components"].(node)
	components["securitySchemes"] = node{"apiKey": node{"type": "apiKey", "in": "header", "name": "X-Api-Key",
		"description": "An API key of a clinic: POST /v1/auth/api-keys makes one."},
		"bearer": node{"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
			"description": "An access token of a person: POST /v1/auth/login gives one for 5 minutes."}}
	components["parameters"] = componentParameters(operations)
	components["headers"] = componentHeaders(requestIDHeader, locationHeader, etagHeader, retryAfterHeader,
		totalHeader, replayedHeader, omittedHeader, validateOnlyHeader, policyHeader, limitHeader)
	responses, err := componentResponses(operations)
	if err != nil {
		return err
	}
	components["responses"] = responses

	schemas := components["schemas"].(node)
	for name, schema := range schemas {
		if err := completeSchema(name, schema.(node)); err != nil {
			return err
		}
	}
	schemas["Problem"] = problemSchema()
	for path, item := range document["paths"].(node) {
		for method, spec := range item.(node) {
			o := operations[spec.(node)["operationId"].(string)]
			if err := o.complete(spec.(node), schemas); err != nil {
				return fmt.Errorf("%s %s: %w", method, path, err)
			}
		}
	}
	return nil
}

// completeSchema finishes the schema of a message that others hold, or that is answered.
func completeSchema(name string, schema node) error {
	schema["description"] = oneLine(schema["description"])
	message := messageNamed(name)
	if message == nil {
		if values, ok := schema["enum"].([]any); ok {
			// Nobody gets the value that stands for none.
			schema["enum"] = values[1:]
		}
		return nil
	}
	if schema["description"] == "" {
		delete(schema, "description")
	}
	if properties, ok := schema["properties"].(node); ok && properties["nextPageToken"] != nil {
		properties["next"] = node{"type": "string", "format": "uri",
			"description": "URL de la página siguiente; falta en la última."}
	}
	answered, sent, err := waysOf(message)
	if err != nil {
		return err
	}
	if !answered {
		schema["additionalProperties"] = false
	}
	// What goes both ways asks for no more than its senders have to send.
	return describeFields(schema, message, direction(sent))
}

// waysOf tells whether some answer holds the message, and whether some request does.
func waysOf(message protoreflect.MessageDescriptor) (answered, sent bool, err error) {
	operations, err := readOperations()
	if err != nil {
		return false, false, err
	}
	answers, requests := map[protoreflect.FullName]bool{}, map[protoreflect.FullName]bool{}
	for _, o := range operations {
		collect(o.RPC.Output(), answers)
		collect(o.RPC.Input(), requests)
	}
	return answers[message.FullName()], requests[message.FullName()], nil
}

// collect adds a message and all that it holds.
func collect(message protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) {
	if seen[message.FullName()] {
		return
	}
	seen[message.FullName()] = true
	for i := range message.Fields().Len() {
		if held := message.Fields().Get(i).Message(); held != nil {
			collect(held, seen)
		}
	}
}

// messageNamed finds one of the API's messages by its short name.
func messageNamed(name string) protoreflect.MessageDescriptor {
	var found protoreflect.MessageDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "enlace.") {
			found = file.Messages().ByName(protoreflect.Name(name))
		}
		return found == nil
	})
	return found
}
