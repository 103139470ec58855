package reason

import "golang.org/x/text/language"

// Language is a language that answers are written in.
type Language int

// The languages of the catalogue.
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

// String is the language's tag.
func (l Language) String() string { return pick(l, "en", "es") }

func pick(l Language, en, es string) string {
	if l == Spanish && es != "" {
		return es
	}
	return en
}
