package docs

import (
	"regexp"
	"strings"
	"testing"
)

// english finds words that no description in Spanish needs; its names of fields and codes are not
// among them.
var english = regexp.MustCompile(`(?i)\b(the|of|is|are|was|or|and|when|with|without|by|that|only|for|left|what)\b`)

// filledByBots tells whether bots, or people who read after them, fill a path's fields.
func filledByBots(path string) bool {
	for _, of := range []string{"patients", "appointments", "doctors", "sites", "catalogs", "audit",
		"practitioner-roles", "schedule-exceptions", "holidays", "calendar-feeds"} {
		if strings.HasPrefix(path+"/", "/v1/"+of+"/") {
			return true
		}
	}
	return false
}

func mustBeSpanish(t *testing.T, where string, described any) {
	t.Helper()
	text, _ := described.(map[string]any)["description"].(string)
	if strings.TrimSpace(text) == "" {
		t.Errorf("%s has no description", where)
	}
	if word := english.FindString(text); word != "" {
		t.Errorf("%s is described in English (%q): %s", where, word, text)
	}
}

// resolved is what a reference leads to; anything else is itself.
func resolved(t *testing.T, d, value any) any {
	t.Helper()
	if to, ok := value.(map[string]any)["$ref"].(string); ok {
		return at(t, d, strings.Split(strings.TrimPrefix(to, "#/"), "/")...)
	}
	return value
}

func TestWhatBotsFillIsDescribedInSpanish(t *testing.T) {
	both(t, func(t *testing.T, d map[string]any) {
		looked := 0
		for path, item := range at(t, d, "paths").(map[string]any) {
			if !filledByBots(path) {
				continue
			}
			for method, o := range item.(map[string]any) {
				call := method + " " + path
				for _, p := range at(t, o, "parameters").([]any) {
					parameter := resolved(t, d, p)
					mustBeSpanish(t, call+" "+at(t, parameter, "name").(string), parameter)
					looked++
				}
				if o.(map[string]any)["requestBody"] == nil {
					continue
				}
				schema := resolved(t, d, at(t, o, "requestBody", "content", "application/json", "schema"))
				// A body may have nothing to fill.
				properties, _ := schema.(map[string]any)["properties"].(map[string]any)
				for name, property := range properties {
					mustBeSpanish(t, call+" "+name, property)
					looked++
				}
			}
		}
		if looked < 100 {
			t.Errorf("only %d fields were looked at", looked)
		}
	})
}
