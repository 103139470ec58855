package reason

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
)

var placeholder = regexp.MustCompile(`\{([a-z][A-Za-z]*)\}`)

// Placeholders lists the names that a text leaves to be filled, in their order, each once.
func Placeholders(text string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// FactoryName is the name in code of a reason's text: REQUIRED and BESIDE make RequiredBeside.
func FactoryName(e Entry, wording string) string {
	name := ""
	for _, word := range strings.Split(strings.Trim(e.Name+"_"+wording, "_"), "_") {
		name += word[:1] + strings.ToLower(word[1:])
	}
	return name
}

// Check finds what is wrong with the catalogue: it must say everything in both languages, with the
// same placeholders, and its names in code must differ.
func Check() error {
	var all []error
	names := map[string]bool{}
	for _, e := range All() {
		for _, w := range e.Wordings() {
			if err := checkWording(e, w); err != nil {
				all = append(all, err)
			}
			if name := FactoryName(e, w.GetName()); names[name] {
				all = append(all, fmt.Errorf("%s is the name of two texts", name))
			} else {
				names[name] = true
			}
		}
		i := e.info
		for _, text := range []string{i.GetTitleEn(), i.GetTitleEs(), i.GetMendEn(), i.GetMendEs()} {
			if text == "" {
				all = append(all, fmt.Errorf("%s lacks a title or how to mend", e.Name))
			}
		}
		if _, ok := Lookup(e.CodeName()); !ok {
			all = append(all, fmt.Errorf("%s: no reason is named like its code", e.Name))
		}
		if e.Kind() != commonv1.ReasonKind_REASON_KIND_REFUSAL && e.HTTPStatus() != 400 {
			all = append(all, fmt.Errorf("%s: violations are answered with 400", e.Name))
		}
	}
	return errors.Join(all...)
}

func checkWording(e Entry, w *commonv1.Wording) error {
	en, es := Placeholders(w.GetEn()), Placeholders(w.GetEs())
	slices.Sort(en)
	slices.Sort(es)
	switch {
	case w.GetEn() == "" || w.GetEs() == "":
		return fmt.Errorf("%s %s lacks a text", e.Name, w.GetName())
	case !slices.Equal(en, es):
		return fmt.Errorf("%s %s: the languages fill different placeholders", e.Name, w.GetName())
	case e.Kind() == commonv1.ReasonKind_REASON_KIND_REFUSAL && !strings.HasSuffix(w.GetEn(), "."):
		return fmt.Errorf("%s %s: a refusal is a sentence", e.Name, w.GetName())
	case e.Kind() != commonv1.ReasonKind_REASON_KIND_REFUSAL && strings.HasSuffix(w.GetEn(), "."):
		return fmt.Errorf("%s %s: a violation ends without a full stop", e.Name, w.GetName())
	}
	return nil
}
