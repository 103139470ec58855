package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// part is what the plugin writes for one proto.
type part struct {
	Paths      map[string]node
	Tags       []node
	Components struct{ Schemas node }
}

// merge joins the paths, schemas and tags of all files.
func merge(folder string, operations map[string]*operation) (node, error) {
	paths, schemas, tags := node{}, node{}, []any{}
	err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".openapi.json") {
			return err
		}
		p, err := readPart(name)
		if err != nil {
			return err
		}
		// A file of a proto that is gone would stay in the folder for ever.
		if !p.serves(operations) {
			return nil
		}
		for path, item := range p.Paths {
			paths[jsonPath(path)] = item
		}
		for name, schema := range p.Components.Schemas {
			schemas[shortName(name)] = schema
		}
		for _, tag := range p.Tags {
			tag["name"], tag["description"] = tagName(tag["name"]), oneLine(tag["description"])
			tags = append(tags, tag)
		}
		return nil
	})
	if err == nil && len(paths) == 0 {
		err = errors.New("no *.openapi.json with paths in " + folder)
	}
	slices.SortFunc(tags, func(a, b any) int {
		return strings.Compare(a.(node)["name"].(string), b.(node)["name"].(string))
	})
	return node{"openapi": "3.1.0", "paths": paths, "tags": tags, "components": node{"schemas": schemas}}, err
}

func readPart(name string) (part, error) {
	var p part
	text, err := os.ReadFile(name)
	if err != nil {
		return p, err
	}
	// References lead to the schemas' short names.
	text = reference.ReplaceAll(text, []byte("#/components/schemas/$1\""))
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func (p part) serves(operations map[string]*operation) bool {
	for _, item := range p.Paths {
		for _, value := range item {
			id, _ := value.(node)["operationId"].(string)
			if operations[id] == nil {
				return false
			}
		}
	}
	return true
}

var (
	reference = regexp.MustCompile(`#/components/schemas/[\w.]*\.(\w+)"`)
	variable  = regexp.MustCompile(`\{(\w+)\}`)
)

// jsonPath writes the variables of a path as JSON does: {doc_type_id} is {docTypeId}.
func jsonPath(path string) string {
	return variable.ReplaceAllStringFunc(path, func(v string) string { return camel(v) })
}

// camel turns doc_type_id into docTypeId.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// shortName is the last part of enlace.patient.v1.Patient.
func shortName(full string) string { return full[strings.LastIndex(full, ".")+1:] }

// tagName is Patient for PatientService.
func tagName(service any) string {
	name, _ := service.(string)
	return strings.TrimSuffix(name, "Service")
}

// oneLine joins the lines that a comment in a proto was broken into.
func oneLine(text any) string {
	s, _ := text.(string)
	return strings.Join(strings.Fields(s), " ")
}
