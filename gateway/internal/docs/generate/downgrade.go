package main

// downgrade writes the document in the words of OpenAPI 3.0.3, for tools that stop there.
func downgrade(document node) {
	document["openapi"] = "3.0.3"
	// 3.0 has no identifiers of licences.
	document["info"].(node)["license"] = node{"name": "Proprietary", "url": "/docs/license.txt"}
	older(document)
}

// older rewrites what 3.0 says in another way: nullable types, the examples of a schema, and
// references that stand beside other members.
func older(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			older(item)
		}
	case node:
		for key, member := range v {
			// Examples are the callers' data, not ours.
			if key != "example" && key != "value" {
				older(member)
			}
		}
		oneType(v)
		if examples, ok := v["examples"].([]any); ok {
			v["example"] = examples[0]
			delete(v, "examples")
		}
		if reference, ok := v["$ref"]; ok && len(v) > 1 {
			delete(v, "$ref")
			v["allOf"] = []any{node{"$ref": reference}}
		}
	}
}

// oneType turns ["string", "null"] into a nullable string, and nothing but null into what is next to
// it in 3.0.
func oneType(schema node) {
	if schema["type"] == "null" {
		schema["type"], schema["nullable"], schema["maxProperties"] = "object", true, 0
	}
	kinds, ok := schema["type"].([]any)
	if !ok {
		return
	}
	for _, kind := range kinds {
		if kind == "null" {
			schema["nullable"] = true
		} else {
			schema["type"] = kind
		}
	}
}
