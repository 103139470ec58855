package isolation

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"
)

// marking sends marks in every field of every RPC, and looks whether a refusal tells one back.
type marking struct {
	*marks
	all *everybody
	// personal and secret are fields that say so; taken are personal ones whose mark a call was answered
	// with, and stored the calls that were.
	personal, secret, taken, stored int
	// answers are how often each code was answered.
	answers         map[codes.Code]int
	answersOverREST map[int]int
	// refused are the ids of calls that were refused by a service, or at the edge.
	refused, refusedOverREST map[string]bool
}

// toldBack are places whose texts a refusal may say: the names that a clinic has given to what it offers,
// which a caller is told to choose from, and the names of members, which say where a mistake is.
var toldBack = regexp.MustCompile(`(AppointmentType code|(Create|Update)Practitioner special\w+|\[\])$`)

// changes are RPCs that may store what they are sent, and leave what other calls need.
var changes = regexp.MustCompile(`/(Create|Update|Upsert|Ensure|Add)[A-Za-z]*$`)

// planted is a text in a field.
type planted struct {
	field textField
	text  string
}

// plant sends a mark in the form of each field beside those of the fields before it that were taken,
// and in each field one without any form. It answers the request with all that was taken.
func (m *marking) plant(t *testing.T, c injection) *dynamicpb.Message {
	t.Helper()
	fields := textFields(c.method.Input())
	var taken []planted
	for _, field := range fields {
		m.personal += count(field.has(commonv1.E_PersonalData))
		m.secret += count(field.has(commonv1.E_Secret))
		place := c.name() + " " + field.path
		m.call(t, c, tried(t, c, planted{field, m.word(place)}))
		text := m.formed(place, field)
		if text == "" {
			continue
		}
		more := append(taken, planted{field, text})
		// A number of a document is nothing without its type.
		for _, other := range fields {
			if number, isType := strings.CutSuffix(other.path, "type_id"); isType && field.path == number+"number" {
				more = append(more, planted{other, "CC"})
			}
		}
		if m.call(t, c, tried(t, c, more...)) == codes.OK {
			taken = more
			m.taken += count(field.has(commonv1.E_PersonalData))
		}
	}
	whole := tried(t, c, taken...)
	if changes.MatchString(c.name()) && setField(whole, "validate_only", false) && m.call(t, c, whole) == codes.OK {
		m.stored++
	}
	return whole
}

// tried is the RPC's request with texts in some of its fields, of a call that is only tried if it can be.
func tried(t *testing.T, c injection, texts ...planted) *dynamicpb.Message {
	t.Helper()
	request := c.request(t)
	setField(request, "validate_only", true)
	fields := request.Descriptor().Fields()
	switch request.Descriptor().Name() {
	case "CreateAppointmentRequest":
		// With a patient of its own.
		request.Clear(fields.ByName("patient_id"))
		patient := `{"patient":{"firstName":"Luz","lastName":"Rojas","docTypeId":"CC","docNumber":"` + stack.NewDocument() + `"}}`
		made := dynamicpb.NewMessage(request.Descriptor())
		if err := protojson.Unmarshal([]byte(patient), made); err != nil {
			t.Fatal(err)
		}
		proto.Merge(request, made)
	case "EnsurePatientRequest":
		request.Clear(fields.ByName("id"))
	case "RegisterClinicRequest":
		setField(request, "owner_email", stack.NewDocument()+"@example.com")
	}
	for _, one := range texts {
		one.field.set(request, one.text)
	}
	return request
}

// call makes a call, and fails when its refusal holds a mark.
func (m *marking) call(t *testing.T, c injection, request proto.Message) codes.Code {
	t.Helper()
	_, err := c.call(t, request)
	if slices.Contains(unheardOf, status.Code(err)) {
		t.Errorf("%s: %v", c.name(), err)
	}
	m.judge(t, c, err)
	return status.Code(err)
}

func (m *marking) judge(t *testing.T, c injection, err error) {
	t.Helper()
	m.answers[status.Code(err)]++
	if err == nil {
		return
	}
	if id := stack.RefusalOf(err).RequestID; id != "" {
		m.refused[id] = true
	}
	text := status.Convert(err).Proto().String()
	if mark, place, at := m.in([]byte(text), toldBack); at >= 0 {
		t.Errorf("%s tells %q back, which was sent as %s: %s", c.name(), mark, place, text)
	}
}

// shapeless is the RPC's request with a mark without any form in each field at once.
func (m *marking) shapeless(t *testing.T, c injection, longer int) *dynamicpb.Message {
	t.Helper()
	var all []planted
	for _, field := range textFields(c.method.Input()) {
		all = append(all, planted{field, m.word(c.name()+" "+field.path) + strings.Repeat("x", longer)})
	}
	return tried(t, c, all...)
}
