package messagejson

import (
	"math/rand/v2"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func typeOf(md protoreflect.MessageDescriptor) (protoreflect.MessageType, error) {
	return protoregistry.GlobalTypes.FindMessageByName(md.FullName())
}

// fill sets about two thirds of a message's fields to anything.
func fill(m protoreflect.Message, random *rand.Rand, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch {
		case random.IntN(3) == 0:
		case fd.IsMap():
			entries := m.Mutable(fd).Map()
			for range random.IntN(4) {
				entries.Set(protoreflect.ValueOfString(anyText(random)).MapKey(),
					anyOf(fd.MapValue(), entries.NewValue(), random, depth))
			}
		case fd.IsList():
			list := m.Mutable(fd).List()
			for range random.IntN(4) {
				list.Append(anyOf(fd, list.NewElement(), random, depth))
			}
		default:
			m.Set(fd, anyOf(fd, m.NewField(fd), random, depth))
		}
	}
}

func anyOf(fd protoreflect.FieldDescriptor, fresh protoreflect.Value, random *rand.Rand, depth int) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(anyText(random))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(random.IntN(2) == 0)
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(random.Uint32()))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(int64(random.Uint64()))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(random.IntN(12)))
	case protoreflect.MessageKind:
		return protoreflect.ValueOfMessage(anyMessage(fresh.Message(), random, depth+1))
	default:
		return fresh
	}
}

func anyMessage(m protoreflect.Message, random *rand.Rand, depth int) protoreflect.Message {
	switch m.Interface().(type) {
	case *timestamppb.Timestamp:
		nanos := []int32{0, 5e8, 1e6, 1e3, 1, 120_000_000, 999_999_999}
		return (&timestamppb.Timestamp{Seconds: random.Int64N(6e9) - 2e9,
			Nanos: nanos[random.IntN(len(nanos))]}).ProtoReflect()
	case *structpb.Struct:
		return anyStruct(random, depth).ProtoReflect()
	default:
		if depth < 5 {
			fill(m, random, depth)
		}
		return m
	}
}

func anyStruct(random *rand.Rand, depth int) *structpb.Struct {
	s := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	for range random.IntN(5) {
		s.Fields[anyText(random)] = anyValue(random, depth+1)
	}
	return s
}

func anyValue(random *rand.Rand, depth int) *structpb.Value {
	kinds := 6
	if depth > 4 {
		kinds = 4
	}
	switch random.IntN(kinds) {
	case 0:
		return structpb.NewNullValue()
	case 1:
		return structpb.NewBoolValue(random.IntN(2) == 0)
	case 2:
		numbers := []float64{0, 3, -1.5, 1e21, 1e20, 1e-6, 1e-7, 123456789012345678, random.NormFloat64(), random.ExpFloat64() * 1e30}
		return structpb.NewNumberValue(numbers[random.IntN(len(numbers))])
	case 3:
		return structpb.NewStringValue(anyText(random))
	case 4:
		return structpb.NewStructValue(anyStruct(random, depth))
	default:
		list := &structpb.ListValue{}
		for range random.IntN(4) {
			list.Values = append(list.Values, anyValue(random, depth+1))
		}
		return structpb.NewListValue(list)
	}
}

func anyText(random *rand.Rand) string {
	letters := []rune("abcXYZ09 ñáÜ€😀\"\\/<>&'\x00\x01\b\f\n\r\t\x1f\x7f\u2028\ufffd")
	text := make([]rune, random.IntN(12))
	for i := range text {
		text[i] = letters[random.IntN(len(letters))]
	}
	return string(text)
}
