package reason

import "testing"

// FuzzParseLanguage holds that every header leads to a language of the catalogue.
func FuzzParseLanguage(f *testing.F) {
	for _, seed := range []string{"es", "es-419,en;q=0.5", "*", "q=;", "x-i-default", "\xff", "es_CO", "zh-Hant-TW;q=1e9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if got := ParseLanguage(header); got != English && got != Spanish {
			t.Errorf("%q asks for the language %d", header, got)
		}
	})
}
