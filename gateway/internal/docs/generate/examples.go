package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"enlace.dev/gateway/internal/docs/examples"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// requestExamples are the files requests/<operation>.<name>.json, by name.
func requestExamples(operation string) (node, error) {
	names, err := fs.Glob(examples.Files, "requests/"+operation+".*.json")
	if err != nil {
		return nil, err
	}
	found := node{}
	for _, name := range names {
		value, err := raw(name)
		if err != nil {
			return nil, err
		}
		key := strings.TrimSuffix(strings.TrimPrefix(name, "requests/"+operation+"."), ".json")
		found[key] = node{"value": value}
	}
	return found, nil
}

// raw is a file as it is, its members in the order that people wrote them in.
func raw(name string) (json.RawMessage, error) {
	text, err := examples.Files.ReadFile(name)
	if err == nil && !json.Valid(text) {
		err = fmt.Errorf("example %s is no JSON", name)
	}
	return text, err
}

// answerExample is the file answers/<Message>.json, with what the message has always and the file
// leaves out; or it is put together of the examples of the messages inside.
func answerExample(message protoreflect.MessageDescriptor) (node, error) {
	example := node{}
	text, err := raw("answers/" + string(message.Name()) + ".json")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil {
		if err := json.Unmarshal(text, &example); err != nil {
			return nil, err
		}
	}
	whole := len(example) == 0
	fields := message.Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if _, there := example[field.JSONName()]; there {
			continue
		}
		part, ok, err := partExample(field, whole)
		if err != nil {
			return nil, err
		}
		if ok {
			example[field.JSONName()] = part
		}
	}
	return example, nil
}

// partExample is a field of an example that says nothing of it. Unless it is `whole`, an optional
// field stays away.
func partExample(field protoreflect.FieldDescriptor, whole bool) (any, bool, error) {
	inner := field.Message()
	ours := inner != nil && strings.HasPrefix(string(inner.FullName()), "enlace.")
	switch {
	case field.IsMap():
		return node{}, true, nil
	case field.IsList() && ours && whole:
		item, err := answerExample(inner)
		return []any{item}, true, err
	case field.IsList():
		return []any{}, true, nil
	case ours && whole:
		item, err := answerExample(inner)
		return item, true, err
	case field.HasPresence():
		return nil, false, nil
	}
	if values, err := valuesOf(field); err != nil || len(values) > 0 {
		return first(values), true, err
	}
	return zero(field), true, nil
}

func first(values []string) any {
	if len(values) == 0 {
		return nil
	}
	return values[0]
}

func zero(field protoreflect.FieldDescriptor) any {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return false
	case protoreflect.Int32Kind, protoreflect.Uint32Kind, protoreflect.DoubleKind:
		return 0
	case protoreflect.Int64Kind, protoreflect.Uint64Kind:
		return "0"
	case protoreflect.EnumKind:
		return string(field.Enum().Values().Get(0).Name())
	}
	return ""
}
