package reason

import "strings"

// Said is a reason with what fills its text. The functions of this package that are named like a
// reason make it; the zero value says nothing.
type Said struct {
	// Name of the reason: SLOT_TAKEN.
	Name    string
	wording string
	// filled holds placeholders and what stands for them, in turn: {"{most}", "100", …}.
	filled []string
	// spoken is the whole text, for reasons that a service has put into words already.
	spoken string
}

// Spoken is a reason of a service, with the text that the service chose for the caller.
func Spoken(name, text string) Said { return Said{Name: name, spoken: text} }

// In is what the reason says in the language.
func (s Said) In(l Language) string {
	if s.spoken != "" {
		return s.spoken
	}
	e, ok := Lookup(s.Name)
	if !ok {
		return ""
	}
	return strings.NewReplacer(s.filled...).Replace(e.Text(l, s.wording))
}
