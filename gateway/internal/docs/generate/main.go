// Command generate makes the API's one OpenAPI document out of the files that protoc-gen-openapiv3
// writes per proto, and adds what the protos do not say: credentials, errors, statuses, examples.
//
// Usage: generate OUT FOLDER, where FOLDER holds the *.openapi.json files.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// node is an object of the document.
type node = map[string]any

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: generate OUT FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(out, folder string) error {
	document, err := merge(folder)
	if err != nil {
		return err
	}
	if err := complete(document); err != nil {
		return err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return err
	}
	return os.WriteFile(out, text.Bytes(), 0o644)
}

// merge joins the paths, schemas and tags of all files.
func merge(folder string) (node, error) {
	paths, schemas, tags := node{}, node{}, []any{}
	err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".openapi.json") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var part struct {
			Paths      node
			Tags       []any
			Components struct{ Schemas node }
		}
		if err := json.Unmarshal(text, &part); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		maps.Copy(paths, part.Paths)
		maps.Copy(schemas, part.Components.Schemas)
		tags = append(tags, part.Tags...)
		return nil
	})
	if err == nil && len(paths) == 0 {
		err = errors.New("no *.openapi.json with paths in " + folder)
	}
	return node{
		"openapi":    "3.1.0",
		"paths":      paths,
		"tags":       tags,
		"components": node{"schemas": schemas},
	}, err
}
