// Command generate makes the API's one OpenAPI document out of the files that protoc-gen-openapiv3
// writes per proto, and adds what that plugin does not know: the options of enlace/common/v1, the
// gateway's headers, refusals and statuses, the examples. It writes openapi.json (OpenAPI 3.1) and
// openapi-3.0.json (the same in OpenAPI 3.0.3), and the table of roles.
//
// Usage: generate OUT PARTS ROLES, where OUT is the folder to write to, PARTS holds *.openapi.json,
// and ROLES is the folder for roles.md.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// node is an object of the document.
type node = map[string]any

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: generate OUT PARTS ROLES")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(out, parts, roles string) error {
	for name, finish := range map[string]func(node){
		"openapi.json": func(node) {}, "openapi-3.0.json": downgrade,
	} {
		document, err := build(parts)
		if err != nil {
			return err
		}
		finish(document)
		text, err := encode(document)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), text, 0o644); err != nil {
			return err
		}
	}
	return writeRoles(roles)
}

// build makes the document in the words of OpenAPI 3.1.
func build(parts string) (node, error) {
	operations, err := readOperations()
	if err != nil {
		return nil, err
	}
	document, err := merge(parts, operations)
	if err != nil {
		return nil, err
	}
	return document, complete(document, operations)
}

func encode(document node) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(document)
	return text.Bytes(), err
}
