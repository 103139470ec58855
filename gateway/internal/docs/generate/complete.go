package main

import (
	"strings"
)

const problemReference = "#/components/responses/Problem"

// complete adds everything that holds for the whole document, then for each operation.
func complete(document node) error {
	document["info"] = node{
		"title":   "Enlace API",
		"version": "1",
		"description": "Patients, appointments and their audit trail. Every call but the health pages " +
			"needs an API key in the header X-Api-Key. Unknown fields and parameters are refused; " +
			"every refusal is application/problem+json and its detail says what to mend.",
	}
	document["servers"] = []any{node{"url": "/"}}
	document["security"] = []any{node{"apiKey": []any{}}}

	components := document["components"].(node)
	components["securitySchemes"] = node{
		"apiKey": node{"type": "apiKey", "in": "header", "name": "X-Api-Key"},
	}
	problem, err := example("problem")
	if err != nil {
		return err
	}
	components["responses"] = node{"Problem": node{
		"description": "Why the call was refused.",
		"content": node{"application/problem+json": node{
			"schema": node{"$ref": "#/components/schemas/Problem"}, "example": problem,
		}},
	}}
	schemas := components["schemas"].(node)
	for _, schema := range schemas {
		completeSchema(schema.(node))
	}
	schemas["Problem"] = problemSchema()

	access, err := scopes()
	if err != nil {
		return err
	}
	for path, item := range document["paths"].(node) {
		for method, operation := range item.(node) {
			if err := completeOperation(method, path, operation.(node), access); err != nil {
				return err
			}
		}
	}
	return nil
}

// completeSchema adds the next URL to list answers and takes out what only gRPC callers send.
func completeSchema(schema node) {
	properties, _ := schema["properties"].(node)
	if properties == nil {
		return
	}
	if _, isList := properties["nextPageToken"]; isList {
		properties["next"] = node{
			"type": "string", "format": "uri",
			"description": "URL of the next page; absent on the last one.",
		}
	}
	if _, clears := properties["clearFields"]; clears {
		delete(properties, "clearFields")
		for _, property := range properties {
			allowNull(property.(node))
		}
	}
}

// allowNull says that null clears the field.
func allowNull(property node) {
	if name, ok := property["type"].(string); ok {
		property["type"] = []any{name, "null"}
	}
}

func problemSchema() node {
	text := node{"type": "string"}
	return node{
		"type": "object",
		"required": []any{"type", "title", "status", "code", "reason", "detail", "violations",
			"retryAfterSeconds", "requestId", "traceId"},
		"properties": node{
			"type":   node{"type": "string", "format": "uri"},
			"title":  text,
			"status": node{"type": "integer"},
			"code":   node{"type": "string", "description": "Name of the gRPC code."},
			"reason": node{"type": "string", "description": "Stable and machine-readable."},
			"detail": node{"type": "string", "description": "Enough to mend the call."},
			"violations": node{"type": "array", "items": node{
				"type":       "object",
				"required":   []any{"field", "reason", "message"},
				"properties": node{"field": text, "reason": text, "message": text},
			}},
			"retryAfterSeconds": node{"type": []any{"integer", "null"}},
			"requestId":         text,
			"traceId":           text,
		},
	}
}

// oneLine joins the lines that a comment in a proto was broken into.
func oneLine(text any) string {
	s, _ := text.(string)
	return strings.Join(strings.Fields(s), " ")
}
