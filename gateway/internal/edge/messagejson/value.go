package messagejson

import (
	"slices"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

type writer func(out []byte, v protoreflect.Value) ([]byte, bool)

func valueWriter(fd protoreflect.FieldDescriptor) writer {
	switch {
	case fd.IsMap():
		return mapWriter(fd)
	case fd.IsList():
		return listWriter(singleWriter(fd))
	default:
		return singleWriter(fd)
	}
}

// singleWriter writes one value. Kinds that the API does not use are left to protojson.
func singleWriter(fd protoreflect.FieldDescriptor) writer {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return func(out []byte, v protoreflect.Value) ([]byte, bool) { return appendString(out, v.String()) }
	case protoreflect.BoolKind:
		return func(out []byte, v protoreflect.Value) ([]byte, bool) { return strconv.AppendBool(out, v.Bool()), true }
	case protoreflect.Int32Kind:
		return func(out []byte, v protoreflect.Value) ([]byte, bool) {
			return strconv.AppendInt(out, v.Int(), 10), true
		}
	case protoreflect.Int64Kind:
		return func(out []byte, v protoreflect.Value) ([]byte, bool) {
			return append(strconv.AppendInt(append(out, '"'), v.Int(), 10), '"'), true
		}
	case protoreflect.EnumKind:
		return enumWriter(fd.Enum())
	case protoreflect.MessageKind:
		md := fd.Message()
		return func(out []byte, v protoreflect.Value) ([]byte, bool) { return planOf(md).write(out, v.Message()) }
	default:
		return func(out []byte, _ protoreflect.Value) ([]byte, bool) { return out, false }
	}
}

func enumWriter(ed protoreflect.EnumDescriptor) writer {
	if ed.FullName() == "google.protobuf.NullValue" {
		return func(out []byte, _ protoreflect.Value) ([]byte, bool) { return append(out, "null"...), true }
	}
	return func(out []byte, v protoreflect.Value) ([]byte, bool) {
		if value := ed.Values().ByNumber(v.Enum()); value != nil {
			return appendString(out, string(value.Name()))
		}
		return strconv.AppendInt(out, int64(v.Enum()), 10), true
	}
}

func listWriter(each writer) writer {
	return func(out []byte, v protoreflect.Value) ([]byte, bool) {
		list := v.List()
		out = append(out, '[')
		ok := true
		for i := range list.Len() {
			if i > 0 {
				out = append(out, ',')
			}
			if out, ok = each(out, list.Get(i)); !ok {
				return out, false
			}
		}
		return append(out, ']'), true
	}
}

func mapWriter(fd protoreflect.FieldDescriptor) writer {
	if fd.MapKey().Kind() != protoreflect.StringKind {
		return func(out []byte, _ protoreflect.Value) ([]byte, bool) { return out, false }
	}
	each := singleWriter(fd.MapValue())
	return func(out []byte, v protoreflect.Value) ([]byte, bool) {
		entries := v.Map()
		keys := make([]string, 0, entries.Len())
		entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
			keys = append(keys, key.String())
			return true
		})
		slices.Sort(keys)
		return appendObject(out, keys, func(out []byte, key string) ([]byte, bool) {
			return each(out, entries.Get(protoreflect.ValueOfString(key).MapKey()))
		})
	}
}

// appendObject adds an object with these keys.
func appendObject(out []byte, keys []string, value func([]byte, string) ([]byte, bool)) ([]byte, bool) {
	out = append(out, '{')
	ok := true
	for i, key := range keys {
		if i > 0 {
			out = append(out, ',')
		}
		if out, ok = appendString(out, key); !ok {
			return out, false
		}
		if out, ok = value(append(out, ':'), key); !ok {
			return out, false
		}
	}
	return append(out, '}'), true
}
