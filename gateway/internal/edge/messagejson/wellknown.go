package messagejson

import (
	"slices"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// wellKnown are the types with a JSON form of their own; the others of google.protobuf are left to
// protojson.
var wellKnown map[protoreflect.FullName]func([]byte, protoreflect.Message) ([]byte, bool)

func init() {
	wellKnown = map[protoreflect.FullName]func([]byte, protoreflect.Message) ([]byte, bool){
		"google.protobuf.Empty": func(out []byte, _ protoreflect.Message) ([]byte, bool) {
			return append(out, "{}"...), true
		},
		"google.protobuf.Timestamp": func(out []byte, m protoreflect.Message) ([]byte, bool) {
			t, ok := m.Interface().(*timestamppb.Timestamp)
			return appendTimestamp(out, t, ok)
		},
		"google.protobuf.Struct": func(out []byte, m protoreflect.Message) ([]byte, bool) {
			s, ok := m.Interface().(*structpb.Struct)
			if !ok {
				return out, false
			}
			return appendStruct(out, s)
		},
		"google.protobuf.Value": func(out []byte, m protoreflect.Message) ([]byte, bool) {
			v, ok := m.Interface().(*structpb.Value)
			if !ok {
				return out, false
			}
			return appendValue(out, v)
		},
	}
}

// appendTimestamp writes 0, 3, 6 or 9 digits of the second.
func appendTimestamp(out []byte, t *timestamppb.Timestamp, ok bool) ([]byte, bool) {
	if !ok || t.CheckValid() != nil {
		return out, false
	}
	out = t.AsTime().AppendFormat(append(out, '"'), "2006-01-02T15:04:05")
	if nanos := t.GetNanos(); nanos > 0 {
		digits := 9
		for ; nanos%1000 == 0; nanos /= 1000 {
			digits -= 3
		}
		text := strconv.Itoa(int(nanos))
		out = append(append(append(out, '.'), "000000000"[:digits-len(text)]...), text...)
	}
	return append(out, 'Z', '"'), true
}

func appendStruct(out []byte, s *structpb.Struct) ([]byte, bool) {
	fields := s.GetFields()
	keys := make([]string, 0, len(fields))
	for key := range fields {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return appendObject(out, keys, func(out []byte, key string) ([]byte, bool) {
		return appendValue(out, fields[key])
	})
}

func appendValue(out []byte, v *structpb.Value) ([]byte, bool) {
	switch kind := v.GetKind().(type) {
	case *structpb.Value_NullValue:
		return append(out, "null"...), true
	case *structpb.Value_BoolValue:
		return strconv.AppendBool(out, kind.BoolValue), true
	case *structpb.Value_NumberValue:
		return appendNumber(out, kind.NumberValue)
	case *structpb.Value_StringValue:
		return appendString(out, kind.StringValue)
	case *structpb.Value_StructValue:
		return appendStruct(out, kind.StructValue)
	case *structpb.Value_ListValue:
		out = append(out, '[')
		ok := true
		for i, each := range kind.ListValue.GetValues() {
			if i > 0 {
				out = append(out, ',')
			}
			if out, ok = appendValue(out, each); !ok {
				return out, false
			}
		}
		return append(out, ']'), true
	default:
		return out, false
	}
}
