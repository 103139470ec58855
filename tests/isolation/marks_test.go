package isolation

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"google.golang.org/protobuf/proto"
)

// marks are texts that are found nowhere else, of which each is sent in one field: wherever one is
// found, the field is known. Safe for one goroutine.
type marks struct {
	places map[string]string
}

func newMarks() *marks { return &marks{map[string]string{}} }

// A mark of free text begins with "canary", one of digits with 3197, and one that is a date lies before
// anything that Enlace has a date of.
var markForm = regexp.MustCompile(`(?i)canary[a-z]{5}|canary|3197[0-9]{6}|19[0-4][0-9]-[0-9]{2}-[0-9]{2}`)

// word is letters alone, which each kind of free text takes.
func (m *marks) word(place string) string {
	n := len(m.places)
	letters := make([]byte, 5)
	for i := range letters {
		letters[i] = byte('a' + n%26)
		n /= 26
	}
	return m.of("canary"+string(letters), place)
}

func (m *marks) digits(place string) string {
	return m.of(fmt.Sprintf("3197%06d", len(m.places)), place)
}

func (m *marks) date(place string) string {
	first := time.Date(1910, 1, 1, 0, 0, 0, 0, time.UTC)
	return m.of(first.AddDate(0, 0, len(m.places)).Format(time.DateOnly), place)
}

func (m *marks) of(mark, place string) string {
	m.places[mark] = place
	return mark
}

// formed is a mark in the form that a field takes; empty for a field that takes words of a list, times
// or ids alone.
func (m *marks) formed(place string, field textField) string {
	leaf := field.fields[len(field.fields)-1]
	schema := proto.GetExtension(leaf.Options(), commonv1.E_Schema).(*commonv1.FieldSchema)
	name := string(leaf.Name())
	switch {
	case schema.GetVocabulary() != "" || schema.GetCodes() > 0 || len(schema.GetValues()) > 0 || schema.GetFormat() == "date-time":
		return ""
	case schema.GetFormat() == "date":
		return m.date(place)
	case schema.GetFormat() == "email" || strings.HasSuffix(name, "email") || name == "owner_id":
		return m.word(place) + "@canary-mail.example"
	case strings.Contains(name, "phone"):
		return "+57" + m.digits(place)
	case strings.HasSuffix(name, "doc_number"):
		return m.digits(place)
	case strings.HasSuffix(name, "_json"):
		return `{"x":"` + m.word(place) + `"}`
	case name == "id" || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_ids"):
		return ""
	case field.has(commonv1.E_Secret):
		return m.word(place) + " de papel azul"
	}
	return m.word(place)
}

// in finds the first mark in a text: what it is, where it was sent, and where it stands. Those of the
// places that `but` names are passed over.
func (m *marks) in(text []byte, but *regexp.Regexp) (mark, place string, at int) {
	for _, found := range markForm.FindAllIndex(text, -1) {
		mark = strings.ToLower(string(text[found[0]:found[1]]))
		place, known := m.places[mark]
		// Of free text a part is one too.
		if (known || mark == "canary") && (but == nil || !but.MatchString(place)) {
			return mark, place, found[0]
		}
	}
	return "", "", -1
}
