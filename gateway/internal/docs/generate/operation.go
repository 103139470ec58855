package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"enlace.dev/gateway/internal/docs/examples"
)

// exampled are the calls that the documentation shows with the bots' payloads.
var exampled = map[string]string{
	"post /v1/patients":     "create-patient",
	"post /v1/appointments": "create-appointment",
}

func completeOperation(method, path string, operation node, access map[string][]string) error {
	id, _ := operation["operationId"].(string)
	operation["summary"] = oneLine(operation["summary"])
	if scopes := access[id]; len(scopes) > 0 {
		operation["description"] = strings.TrimSpace(oneLine(operation["description"]) +
			" Scope: " + strings.Join(scopes, " or ") + ".")
	}
	parameters, _ := operation["parameters"].([]any)
	for _, parameter := range parameters {
		completeParameter(parameter.(node))
	}
	body := content(operation["requestBody"])
	if body != nil {
		if schema, ok := body["schema"].(node); ok {
			completeSchema(schema)
			schema["additionalProperties"] = false
		}
	}
	responses := operation["responses"].(node)
	responses["default"] = node{"$ref": problemReference}
	switch _, method, _ := strings.Cut(id, "_"); {
	case strings.HasPrefix(method, "Create"):
		created := responses["200"].(node)
		created["headers"] = node{"Location": node{
			"description": "Path of what was created.", "schema": node{"type": "string"},
		}}
		responses["201"] = created
		delete(responses, "200")
	case strings.HasPrefix(method, "Delete"), strings.HasPrefix(method, "Revoke"):
		responses["204"] = node{"description": "Done."}
		delete(responses, "200")
	}
	name := exampled[method+" "+path]
	if name == "" {
		return nil
	}
	request, err := example(name + ".request")
	if err != nil {
		return err
	}
	response, err := example(name + ".response")
	if err != nil {
		return err
	}
	body["example"] = request
	content(responses["201"])["example"] = response
	return nil
}

// completeParameter writes customFields[string] as the deep object that it is.
func completeParameter(parameter node) {
	name, isMap := strings.CutSuffix(parameter["name"].(string), "[string]")
	if !isMap {
		return
	}
	parameter["name"] = name
	parameter["style"] = "deepObject"
	parameter["explode"] = true
	parameter["schema"] = node{"type": "object", "additionalProperties": node{"type": "string"}}
}

// content is the application/json part of a body or an answer; nil when there is none.
func content(holder any) node {
	object, _ := holder.(node)
	parts, _ := object["content"].(node)
	part, _ := parts["application/json"].(node)
	return part
}

func example(name string) (any, error) {
	text, err := examples.Files.ReadFile(name + ".json")
	if err != nil {
		return nil, err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, fmt.Errorf("example %s: %w", name, err)
	}
	return value, nil
}
