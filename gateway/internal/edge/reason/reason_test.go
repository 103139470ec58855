package reason

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
)

func TestTheCatalogueIsWhole(t *testing.T) {
	if err := Check(); err != nil {
		t.Error(err)
	}
	for c := codes.Canceled; c <= codes.Unauthenticated; c++ {
		if e := OfCode(c); e.Code() != c {
			t.Errorf("%v is explained by %s", c, e.Name)
		}
	}
}

func TestAReasonSpeaksBothLanguages(t *testing.T) {
	said := MethodNotAllowed("GET, POST")
	if en, es := said.In(English), said.In(Spanish); en != "This path answers to GET, POST." || es != "Esta ruta responde a GET, POST." {
		t.Error(en, es)
	}
	if said := UnknownFieldMeant("docNumber"); said.Name != "UNKNOWN_FIELD" || !strings.HasSuffix(said.In(English), "did you mean docNumber?") {
		t.Error(said)
	}
	if said := Spoken("SLOT_TAKEN", "ocupado"); said.In(English) != "ocupado" {
		t.Error(said)
	}
}

// The services read the header by themselves: libs/core/language_test.cpp holds the same cases.
func TestTheLanguageIsPickedByPreference(t *testing.T) {
	for header, want := range map[string]Language{
		"": English, "es": Spanish, "ES-co": Spanish, "es-419,es;q=0.9,en;q=0.8": Spanish, "en;q=0.5,es": Spanish,
		"en-US,es;q=0.9": English, "en;q=0.5, es;q=0.7": Spanish, "fr, es;q=0.3": Spanish, "*": English, "fr": English,
		"est": English, "es;q=0": English, "es;q=many": English, ";;;": English, ",,": English,
		strings.Repeat(" ", 257) + "es": English,
	} {
		if got := ParseLanguage(header); got != want {
			t.Errorf("%q gives %v, want %v", header, got, want)
		}
	}
}
