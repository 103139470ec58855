package promises

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// few inputs would be those that somebody added because a run had found them.
const few = 5

func TestEveryFuzzFunctionKeepsInputsAndIsPromised(t *testing.T) {
	promised := read(t, "docs", "reliability.md")
	found := 0
	err := filepath.WalkDir(filepath.Join(stack.Root(), "gateway"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range fuzzFunction.FindAllSubmatch(text, -1) {
			found++
			name := string(match[1])
			folder := filepath.Join(filepath.Dir(path), "testdata", "fuzz", name)
			if inputs, err := os.ReadDir(folder); err != nil || len(inputs) < few {
				t.Errorf("%s keeps %d inputs (%v), want %d at least", name, len(inputs), err, few)
			}
			if !strings.Contains(promised, "`"+name+"`") {
				t.Errorf("docs/reliability.md does not name %s", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("no function was found: they have another shape")
	}
}
