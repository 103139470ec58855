package reason

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources reads the code that can refuse: all but tests, their fixtures and what is generated.
func sources(t *testing.T) map[string]string {
	t.Helper()
	const root = "../../../.."
	all := map[string]string{}
	for _, folder := range []string{"libs", "services", "gateway/internal", "gateway/cmd"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, _ fs.DirEntry, err error) error {
			name := filepath.Base(path)
			code := strings.HasSuffix(name, ".cpp") || strings.HasSuffix(name, ".h") || strings.HasSuffix(name, ".go")
			if err != nil || !code || strings.Contains(name, "test.") || strings.Contains(name, "fixture.") || strings.Contains(path, "/testing/") || name == "made.go" || strings.HasPrefix(name, "reasons.") {
				return err
			}
			text, err := os.ReadFile(path)
			all[strings.TrimPrefix(path, root+"/")] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

var use = regexp.MustCompile(`\b(?:refusal::|violation::|reason::k|reason\.)([A-Z][A-Za-z0-9]*)`)

// A reason that the catalogue lacks does not compile: code can only name what is generated from it.
func TestEveryReasonIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, text := range sources(t) {
		for _, m := range use.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	for _, e := range All() {
		if e.Name == e.CodeName() {
			used[FactoryName(e, "")] = true // An error of somebody else with that code.
		}
		for _, w := range e.Wordings() {
			if name := FactoryName(e, w.GetName()); !used[name] {
				t.Errorf("nothing uses %s %s (%s)", e.Name, w.GetName(), name)
			}
		}
	}
}

// byHand finds a reason or a text that did not come from the catalogue.
var byHand = map[*regexp.Regexp]string{
	regexp.MustCompile(`violations_?\.push_back\(\s*\{|core::Violation[ {(]\{`):     ".cpp",
	regexp.MustCompile(`MakeError\(|\.reason = (std::string\(|core::|")|ErrorInfo`): ".cpp",
	regexp.MustCompile(`reason\.Spoken\(|reason\.Said\{N`):                          ".go",
}

// translators carry errors of others on, or put the catalogue's into their form.
var translators = map[string]bool{
	"libs/core/error.cpp": true, "libs/core/reason_text.cpp": true, "libs/rpc/status.cpp": true,
	"gateway/internal/edge/problem/grpc.go": true, "gateway/internal/edge/respell.go": true,
}

func TestNoReasonIsMadeByHand(t *testing.T) {
	for path, text := range sources(t) {
		for pattern, suffix := range byHand {
			if found := pattern.FindString(text); found != "" && strings.HasSuffix(path, suffix) && !translators[path] {
				t.Errorf("%s has %q: use the catalogue", path, found)
			}
		}
	}
}
