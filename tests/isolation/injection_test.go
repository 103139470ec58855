package isolation

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// mostCalls bounds what TestNoTextInAnyFieldOfAnyRpcIsTakenForCode sends.
const mostCalls = 5_000

// unheardOf are codes of calls that no handler has judged, or that a handler did not expect.
var unheardOf = []codes.Code{codes.Unknown, codes.Internal, codes.DataLoss, codes.Unimplemented, codes.Unavailable}

// Each field alone, the rest of the request being what the RPC takes; then all at once. What the clinic's
// key creates is stored, all else is only tried where the RPC can.
func TestNoTextInAnyFieldOfAnyRpcIsTakenForCode(t *testing.T) {
	all, before := newEverybody(t), beforeInjections(t)
	sent, came := 0, 0
	codesOf := map[codes.Code]int{}
	for _, r := range all.rpcs {
		c := all.of(t, r)
		fields := textFields(r.method.Input())
		send := func(text string, fields ...textField) {
			request := c.request(t)
			for _, field := range fields {
				field.set(request, text)
			}
			answer, err := c.call(t, request)
			sent++
			codesOf[status.Code(err)]++
			if slices.Contains(unheardOf, status.Code(err)) {
				t.Errorf("%s with %.60q as %s: %v", r.name(), text, paths(fields), err)
			}
			if c.key == all.clinic.Key {
				mustHoldNothingOf(t, before.bystander, "", r.name(), answer)
			}
			if err == nil && len(fields) == 1 && c.stores(request) {
				came += c.mustComeBack(t, fields[0], text, answer)
			}
		}
		for i, field := range fields {
			send(stack.Polyglot, field)
			send(stack.Injections[1+i%(len(stack.Injections)-1)], field)
		}
		if len(fields) == 0 {
			continue
		}
		for _, text := range append([]string{stack.Polyglot, stack.ForgedLine}, stack.Literals...) {
			send(text, fields...)
		}
	}
	before.mustHaveNoTraces(t)
	if sent > mostCalls || codesOf[codes.OK] < 100 || came < 10 {
		t.Errorf("of %d calls %d were taken, and %d texts came back", sent, codesOf[codes.OK], came)
	}
	t.Logf("%d calls: %v; %d texts came back", sent, codesOf, came)
}

func paths(fields []textField) string {
	if len(fields) != 1 {
		return "all fields"
	}
	return fields[0].path
}

// stores tells that the call was none that is only tried.
func (c injection) stores(request proto.Message) bool {
	fd := c.method.Input().Fields().ByName("validate_only")
	return fd != nil && !request.ProtoReflect().Get(fd).Bool()
}

// unstored are fields that an RPC reads and does not keep as they came.
var unstored = map[string]string{
	"/enlace.appointment.v1.AppointmentService/CreateAppointment overbook_reason": "kept where the time was taken",
	"/enlace.patient.v1.PatientService/CreatePatient owner_id":                    "the credential says whose it is",
}

// mustComeBack reads what was created, and looks for the text in it if the resource has the field that
// bore it; it answers how many texts it looked for.
func (c injection) mustComeBack(t *testing.T, field textField, text string, created *dynamicpb.Message) int {
	t.Helper()
	get, id := c.getter(), created.Descriptor().Fields().ByName("id")
	outermost, _, _ := strings.Cut(strings.TrimSuffix(field.path, "[]"), ".")
	if _, known := unstored[c.name()+" "+field.path]; known {
		return 0
	}
	if get == nil || id == nil || created.Descriptor().Fields().ByName(protoreflect.Name(outermost)) == nil || text != stack.Polyglot {
		return 0
	}
	request := dynamicpb.NewMessage(get.method.Input())
	request.Set(get.method.Input().Fields().ByName("id"), created.Get(id))
	stored, err := get.call(t, c.key, request)
	if err != nil {
		t.Errorf("%s of what %s has made: %v", get.name(), c.name(), err)
		return 0
	}
	if !bears(stored, text) {
		t.Errorf("%s has not stored %q as %s: %v", c.name(), text, field.path, stored)
	}
	return 1
}

// bears tells that a message has that text as a field, an element, a key or a value; a code has it in
// capitals.
func bears(message protoreflect.Message, text string) bool {
	found := false
	is := func(fd protoreflect.FieldDescriptor, value protoreflect.Value) {
		switch {
		case fd.Message() != nil:
			found = found || bears(value.Message(), text)
		case fd.Kind() == protoreflect.StringKind:
			found = found || value.String() == text || value.String() == strings.ToUpper(text)
		}
	}
	message.Range(func(fd protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case fd.IsMap():
			value.Map().Range(func(key protoreflect.MapKey, value protoreflect.Value) bool {
				is(fd.MapKey(), key.Value())
				is(fd.MapValue(), value)
				return true
			})
		case fd.IsList():
			for i := range value.List().Len() {
				is(fd, value.List().Get(i))
			}
		default:
			is(fd, value)
		}
		return !found
	})
	return found
}

// What services read of a call's metadata, credentials among it, is text too.
func TestNoMetadataOfACallIsTakenForCode(t *testing.T) {
	all, before := newEverybody(t), beforeInjections(t)
	var bots []injection
	for _, r := range all.rpcs {
		if c := all.of(t, r); c.key == all.clinic.Key && !r.method.IsStreamingServer() {
			bots = append(bots, c)
		}
	}
	calls := 0
	for _, name := range slices.Sorted(maps.Keys(metadataOfCalls(t))) {
		for _, text := range stack.Corpus() {
			// gRPC itself sends no other.
			if strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' }) {
				continue
			}
			c := bots[calls%len(bots)]
			calls++
			answer, err := c.callWith(t, name, text)
			if slices.Contains(unheardOf, status.Code(err)) {
				t.Errorf("%s with %.60q as %s: %v", c.name(), text, name, err)
			}
			mustHoldNothingOf(t, before.bystander, "", c.name(), answer)
		}
	}
	before.mustHaveNoTraces(t)
	if calls < 200 {
		t.Errorf("only %d calls were tried", calls)
	}
}
