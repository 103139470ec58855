package main

import (
	"fmt"
	"slices"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// direction tells whether callers send a message or get it.
type direction bool

const (
	request direction = true
	answer  direction = false
)

// describeFields adds to the schema of a message what the protos' options say of its fields.
func describeFields(schema node, message protoreflect.MessageDescriptor, way direction) error {
	properties, _ := schema["properties"].(node)
	required := []any{}
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		property, ok := properties[field.JSONName()].(node)
		if !ok {
			continue
		}
		if err := describeField(property, field); err != nil {
			return err
		}
		always := way == answer && !field.HasPresence()
		if always || rules(field).GetRequired() {
			required = append(required, field.JSONName())
		}
	}
	if len(required) > 0 {
		schema["required"] = required
	}
	return nil
}

func describeField(property node, field protoreflect.FieldDescriptor) error {
	if text := oneLine(property["description"]); text != "" {
		property["description"] = text
	}
	if field.Message() != nil && field.Message().FullName() == "google.protobuf.Struct" {
		freeForm(property)
	}
	rule := rules(field)
	values, err := valuesOf(field)
	if err != nil {
		return err
	}
	holder := property
	if items, isList := property["items"].(node); isList {
		holder = items
	}
	restrict(holder, values, rule.GetCodes())
	if format := rule.GetFormat(); format != "" {
		holder["format"] = format
	}
	if example := rule.GetExample(); example != "" {
		holder["examples"] = []any{exampleOf(field, example)}
	}
	return nil
}

func rules(field protoreflect.FieldDescriptor) *commonv1.FieldSchema {
	rule, _ := proto.GetExtension(field.Options(), commonv1.E_Schema).(*commonv1.FieldSchema)
	return rule
}

// freeForm says that an object, or each object of a list, has any members.
func freeForm(property node) {
	if items, isList := property["items"].(node); isList {
		property = items
	}
	property["additionalProperties"] = true
}

// valuesOf is the closed list of words that the field takes; empty when there is none.
func valuesOf(field protoreflect.FieldDescriptor) ([]string, error) {
	rule := rules(field)
	switch name := rule.GetVocabulary(); name {
	case "":
		return rule.GetValues(), nil
	case "Scope":
		return allScopes()
	default:
		enum := commonv1.File_enlace_common_v1_vocabulary_proto.Enums().ByName(protoreflect.Name(name))
		if enum == nil {
			return nil, fmt.Errorf("%s: vocabulary.proto has no enum %s", field.FullName(), name)
		}
		prefix := strings.TrimSuffix(string(enum.Values().ByNumber(0).Name()), "UNSPECIFIED")
		var values []string
		for i := 1; i < enum.Values().Len(); i++ {
			values = append(values, strings.TrimPrefix(string(enum.Values().Get(i).Name()), prefix))
		}
		return values, nil
	}
}

// allScopes are the scopes that any RPC asks for.
func allScopes() ([]string, error) {
	operations, err := readOperations()
	if err != nil {
		return nil, err
	}
	var scopes []string
	for _, o := range operations {
		scopes = append(scopes, o.access.GetScopes()...)
	}
	slices.Sort(scopes)
	scopes = slices.Compact(scopes)
	return slices.DeleteFunc(scopes, func(s string) bool { return s == "*" }), nil
}

// restrict closes the list of values, to which the national codes belong.
func restrict(property node, values []string, codes int32) {
	for i := range codes {
		values = append(values, fmt.Sprintf("%02d", i+1))
	}
	if len(values) == 0 {
		return
	}
	property["enum"] = list(values)
	if kinds, nullable := property["type"].([]any); nullable && slices.Contains(kinds, any("null")) {
		property["enum"] = append(list(values), nil)
	}
}

// exampleOf is the text as the field's JSON type.
func exampleOf(field protoreflect.FieldDescriptor, text string) any {
	switch field.Kind() {
	case protoreflect.Int32Kind:
		var n int
		if _, err := fmt.Sscan(text, &n); err == nil {
			return n
		}
	case protoreflect.BoolKind:
		return text == "true"
	}
	return text
}

// allowNulls says of a change that null clears a field, and hides what only gRPC callers send.
func allowNulls(schema node, message protoreflect.MessageDescriptor) {
	properties := schema["properties"].(node)
	delete(properties, "clearFields")
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		property, ok := properties[field.JSONName()].(node)
		if kind, isPlain := property["type"].(string); ok && isPlain && (field.HasPresence() || field.IsList()) {
			property["type"] = []any{kind, "null"}
		}
		if reference, isMessage := property["$ref"]; ok && isMessage {
			delete(property, "$ref")
			property["anyOf"] = []any{node{"$ref": reference}, node{"type": "null"}}
		}
	}
}
