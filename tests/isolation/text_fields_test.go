package isolation

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// textField is a place in a request that takes any text: a field, an element of a list, a key or a value
// of a map, in however many messages it lies.
type textField struct {
	path string
	// fields lead to it, the outermost first.
	fields []protoreflect.FieldDescriptor
	set    func(request protoreflect.Message, text string)
}

// has tells that one of the fields that lead to it has an option of options.proto.
func (f textField) has(option protoreflect.ExtensionType) bool {
	return slices.ContainsFunc(f.fields, func(fd protoreflect.FieldDescriptor) bool {
		return proto.GetExtension(fd.Options(), option).(bool)
	})
}

// textFields are those of a message. What holds itself, as a Struct does, is entered once.
func textFields(message protoreflect.MessageDescriptor) []textField {
	return textFieldsOutside(message, map[protoreflect.FullName]bool{})
}

func textFieldsOutside(message protoreflect.MessageDescriptor, entered map[protoreflect.FullName]bool) []textField {
	if entered[message.FullName()] {
		return nil
	}
	entered[message.FullName()] = true
	defer delete(entered, message.FullName())
	var found []textField
	for i := range message.Fields().Len() {
		fd := message.Fields().Get(i)
		if fd.IsMap() && fd.MapKey().Kind() == protoreflect.StringKind {
			found = append(found, textField{string(fd.Name()) + "[]", []protoreflect.FieldDescriptor{fd}, func(m protoreflect.Message, text string) {
				mapEntry(m, fd, text)
			}})
		}
		held := fd
		if fd.IsMap() {
			held = fd.MapValue()
		}
		switch {
		case held.Message() != nil && (!fd.IsMap() || fd.MapKey().Kind() == protoreflect.StringKind):
			for _, inner := range textFieldsOutside(held.Message(), entered) {
				outward := append([]protoreflect.FieldDescriptor{fd}, inner.fields...)
				found = append(found, textField{string(fd.Name()) + "." + inner.path, outward, func(m protoreflect.Message, text string) {
					inner.set(within(m, fd), text)
				}})
			}
		case held.Kind() == protoreflect.StringKind || held.Kind() == protoreflect.BytesKind:
			found = append(found, textField{string(fd.Name()), []protoreflect.FieldDescriptor{fd}, func(m protoreflect.Message, text string) {
				setText(m, fd, held, text)
			}})
		}
	}
	return found
}

func setText(m protoreflect.Message, fd, held protoreflect.FieldDescriptor, text string) {
	value := protoreflect.ValueOfString(text)
	if held.Kind() == protoreflect.BytesKind {
		value = protoreflect.ValueOfBytes([]byte(text))
	}
	switch {
	case fd.IsMap():
		m.Mutable(fd).Map().Set(protoreflect.ValueOfString("key").MapKey(), value)
	case fd.IsList():
		list := m.Mutable(fd).List()
		list.Truncate(0)
		list.Append(value)
	default:
		m.Set(fd, value)
	}
}

// within is the message in a field: of a list the first, of a map that under "key".
func within(m protoreflect.Message, fd protoreflect.FieldDescriptor) protoreflect.Message {
	switch {
	case fd.IsMap():
		return mapEntry(m, fd, "key")
	case fd.IsList():
		list := m.Mutable(fd).List()
		if list.Len() == 0 {
			list.AppendMutable()
		}
		return list.Get(0).Message()
	}
	return m.Mutable(fd).Message()
}

// mapEntry sees to an entry of a map, and is its message if it has one. Of JSON's values it is a text:
// one of no kind is no JSON.
func mapEntry(m protoreflect.Message, fd protoreflect.FieldDescriptor, key string) protoreflect.Message {
	entries := m.Mutable(fd).Map()
	name := protoreflect.ValueOfString(key).MapKey()
	if !entries.Has(name) {
		entries.Set(name, entries.NewValue())
	}
	if fd.MapValue().Message() == nil {
		return nil
	}
	entry := entries.Mutable(name).Message()
	if text := fd.MapValue().Message().Fields().ByName("string_value"); text != nil {
		entry.Set(text, protoreflect.ValueOfString("x"))
	}
	return entry
}

// setField sets a field that a message may lack, and tells whether it has it.
func setField(m proto.Message, name protoreflect.Name, value any) bool {
	fd := m.ProtoReflect().Descriptor().Fields().ByName(name)
	if fd != nil {
		m.ProtoReflect().Set(fd, protoreflect.ValueOf(value))
	}
	return fd != nil
}
