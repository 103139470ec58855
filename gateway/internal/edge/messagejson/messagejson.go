// Package messagejson writes messages as JSON, byte for byte what protojson writes with
// EmitDefaultValues (but for the white space that protojson puts in at random), at a fraction of its
// cost: what a message type looks like is worked out once, not for each message.
package messagejson

import (
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Append adds the JSON of m to out. False: it holds what this package leaves to protojson, because
// it is rare or an error; `out` is then of no use. Safe for many goroutines.
func Append(out []byte, m proto.Message) ([]byte, bool) {
	if m == nil {
		return out, false
	}
	message := m.ProtoReflect()
	return planOf(message.Descriptor()).write(out, message)
}

// plan says how the messages of a type are written.
type plan struct {
	ready sync.Once
	write func(out []byte, m protoreflect.Message) ([]byte, bool)
}

// plans by message descriptor.
var plans sync.Map

func planOf(md protoreflect.MessageDescriptor) *plan {
	known, ok := plans.Load(md)
	if !ok {
		known, _ = plans.LoadOrStore(md, &plan{})
	}
	p := known.(*plan)
	p.ready.Do(func() { p.write = writerOf(md) })
	return p
}

func writerOf(md protoreflect.MessageDescriptor) func([]byte, protoreflect.Message) ([]byte, bool) {
	if special, ok := wellKnown[md.FullName()]; ok {
		return special
	}
	if md.ParentFile().Package() == "google.protobuf" {
		return leave
	}
	fields := make([]field, md.Fields().Len())
	for i := range fields {
		fields[i] = newField(md.Fields().Get(i))
	}
	return func(out []byte, m protoreflect.Message) ([]byte, bool) { return appendFields(out, m, fields) }
}

func leave(out []byte, _ protoreflect.Message) ([]byte, bool) { return out, false }

// field is a field of a plan.
type field struct {
	fd protoreflect.FieldDescriptor
	// key is `"name":`.
	key []byte
	// optional ones are left out when they are not set.
	optional bool
	write    func(out []byte, v protoreflect.Value) ([]byte, bool)
}

func newField(fd protoreflect.FieldDescriptor) field {
	key, _ := appendString(nil, fd.JSONName())
	return field{fd: fd, key: append(key, ':'), optional: fd.HasPresence(), write: valueWriter(fd)}
}

func appendFields(out []byte, m protoreflect.Message, fields []field) ([]byte, bool) {
	out = append(out, '{')
	first := true
	for i := range fields {
		f := &fields[i]
		if f.optional && !m.Has(f.fd) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		var ok bool
		if out, ok = f.write(append(out, f.key...), m.Get(f.fd)); !ok {
			return out, false
		}
	}
	return append(out, '}'), true
}
