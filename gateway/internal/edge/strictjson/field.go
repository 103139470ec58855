package strictjson

import (
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// field reads the value of a field. For a list it returns the number of its elements, otherwise 1.
func (s *scanner) field(fd protoreflect.FieldDescriptor, path string) (int, error) {
	switch {
	case fd.IsMap():
		if s.dec.PeekKind() != '{' {
			return 1, s.wrongType(path, reason.WrongTypeObject())
		}
		return 1, s.members(path, func(name string) string { return name },
			func(_, at string) error { return s.single(fd.MapValue(), at) })
	case fd.IsList():
		if s.dec.PeekKind() != '[' {
			return 1, s.wrongType(path, reason.WrongTypeList())
		}
		return s.elements(path, func(at string) error { return s.single(fd, at) })
	default:
		return 1, s.single(fd, path)
	}
}

// single reads one value of the field's type.
func (s *scanner) single(fd protoreflect.FieldDescriptor, path string) error {
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return s.message(fd.Message(), path)
	case protoreflect.StringKind, protoreflect.BytesKind:
		return s.scalar(path, reason.WrongType(), `"`, func(v string) bool {
			if fd.Name() == idempotencyKey && v == "" {
				s.refuse(path, reason.IdempotencyKey())
			}
			return true
		})
	case protoreflect.BoolKind:
		return s.scalar(path, reason.WrongTypeBoolean(), "tf", anything)
	case protoreflect.EnumKind:
		return s.enum(fd.Enum(), path)
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return s.scalar(path, reason.WrongTypeNumber(), "0", func(v string) bool {
			s.number(path, v)
			return true
		})
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return s.scalar(path, reason.WrongTypeInteger(), `0"`, unsigned(32))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return s.scalar(path, reason.WrongTypeInteger(), `0"`, unsigned(64))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return s.scalar(path, reason.WrongTypeInteger(), `0"`, signed(64))
	default:
		return s.scalar(path, reason.WrongTypeInteger(), `0"`, signed(32))
	}
}

// scalar reads a token of one of the kinds; `fits` judges its text.
func (s *scanner) scalar(path string, expected reason.Said, kinds string, fits func(string) bool) error {
	if kind := s.dec.PeekKind(); kind != 0 && !strings.ContainsRune(kinds, rune(kind)) {
		return s.wrongType(path, expected)
	}
	token, err := s.dec.ReadToken()
	if err != nil {
		return err
	}
	value := token.String()
	if token.Kind() == '"' {
		s.text(path, value)
	}
	if !fits(value) {
		s.refuse(path, expected)
	}
	return nil
}

func anything(string) bool { return true }

func signed(bits int) func(string) bool {
	return func(v string) bool {
		_, err := strconv.ParseInt(v, 10, bits)
		return err == nil
	}
}

func unsigned(bits int) func(string) bool {
	return func(v string) bool {
		_, err := strconv.ParseUint(v, 10, bits)
		return err == nil
	}
}

func (s *scanner) enum(ed protoreflect.EnumDescriptor, path string) error {
	names := make([]string, ed.Values().Len())
	for i := range names {
		names[i] = string(ed.Values().Get(i).Name())
	}
	expected := reason.WrongTypeName(strings.Join(names, ", "))
	return s.scalar(path, expected, `"`, func(v string) bool {
		return ed.Values().ByName(protoreflect.Name(v)) != nil
	})
}

// message reads a nested message, the well-known ones in their JSON form.
func (s *scanner) message(md protoreflect.MessageDescriptor, path string) error {
	switch md.FullName() {
	case "google.protobuf.Struct":
		if s.dec.PeekKind() != '{' {
			return s.wrongType(path, reason.WrongTypeObject())
		}
		return s.free(path)
	case "google.protobuf.ListValue":
		if s.dec.PeekKind() != '[' {
			return s.wrongType(path, reason.WrongTypeList())
		}
		return s.free(path)
	case "google.protobuf.Value":
		return s.free(path)
	}
	if md.ParentFile().Package() == "google.protobuf" {
		return s.wellKnown(md, path)
	}
	if s.dec.PeekKind() != '{' {
		return s.wrongType(path, reason.WrongTypeObject())
	}
	return s.object(md, path, false)
}

// wellKnown leaves the form of times, durations and wrappers to protojson. None of them is an
// object or a list in JSON.
func (s *scanner) wellKnown(md protoreflect.MessageDescriptor, path string) error {
	expected := reason.WrongTypeForm(string(md.Name()))
	if kind := s.dec.PeekKind(); kind == '{' || kind == '[' {
		return s.wrongType(path, expected)
	}
	raw, err := s.dec.ReadValue()
	if err != nil {
		return err
	}
	if err := protojson.Unmarshal(raw, dynamicpb.NewMessage(md)); err != nil {
		s.refuse(path, expected)
	}
	return nil
}
