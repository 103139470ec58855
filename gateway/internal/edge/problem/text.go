package problem

import (
	"fmt"

	"golang.org/x/text/language"
)

// Language is a language that the edge can answer in.
type Language int

// The languages of the edge's own texts.
const (
	English Language = iota
	Spanish
)

var matcher = language.NewMatcher([]language.Tag{language.English, language.Spanish})

// longestHeader is the longest Accept-Language that is looked at.
const longestHeader = 256

// ParseLanguage picks the language for an Accept-Language header; English when nothing fits.
func ParseLanguage(acceptLanguage string) Language {
	if acceptLanguage == "" || len(acceptLanguage) > longestHeader {
		return English
	}
	_, index := language.MatchStrings(matcher, acceptLanguage)
	return Language(index)
}

// Text is one sentence in every language of the edge.
type Text struct {
	EN, ES string
}

// In returns the sentence in the given language.
func (t Text) In(l Language) string {
	if l == Spanish && t.ES != "" {
		return t.ES
	}
	return t.EN
}

// With fills the verbs of both sentences with the same arguments.
func (t Text) With(args ...any) Text {
	return Text{EN: fmt.Sprintf(t.EN, args...), ES: fmt.Sprintf(t.ES, args...)}
}
