// Package promises checks that the tests that documents name exist.
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

var (
	goTest      = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	catchTest   = regexp.MustCompile(`TEST_CASE(?:_METHOD)?\((?:\w+,)?\s*"((?:[^"\\]|\\.)*)"`)
	nodeModule  = filepath.Join("tests", "openapi", "node_modules")
	fuzzTargets = regexp.MustCompile(`(?m)^enlace_fuzz\(\w+\s([\w\s]+)\)`)
	// A test is named in backticks: a Go test by its function, a C++ one by its title in quotes or by its
	// file, a target of tests/fuzz by the name that CTest has for it.
	named = regexp.MustCompile("`((?:Test|Fuzz)\\w+|\"[^`]+\"|\\w+_(?:pg)?test|fuzz_\\w+)`")
)

// existing are all tests, a C++ test by its title in quotes.
func existing(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(stack.Root(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(stack.Root(), path)
		if entry.IsDir() {
			if name == "build" || name == nodeModule || name != "." && strings.HasPrefix(name, ".") {
				return filepath.SkipDir
			}
			return nil
		}
		expression, quote := goTest, ""
		switch {
		case strings.HasSuffix(name, "_test.go"):
		case strings.HasSuffix(name, "test.cpp"):
			expression, quote = catchTest, `"`
		default:
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found[strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))] = true
		for _, match := range expression.FindAllSubmatch(text, -1) {
			found[quote+string(match[1])+quote] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fuzzed(t) {
		found["fuzz_"+name] = true
	}
	return found
}

// fuzzed are the targets that tests/fuzz lists, each with inputs that CTest runs it on.
func fuzzed(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, list := range fuzzTargets.FindAllStringSubmatch(read(t, "tests", "fuzz", "CMakeLists.txt"), -1) {
		names = append(names, strings.Fields(list[1])...)
	}
	for _, name := range names {
		if inputs, err := os.ReadDir(filepath.Join(stack.Root(), "tests", "fuzz", "corpus", name)); err != nil || len(inputs) == 0 {
			t.Errorf("the target %s has no corpus: %v", name, err)
		}
	}
	return names
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{stack.Root()}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheTestsThatDocumentsNameExist(t *testing.T) {
	all := existing(t)
	for _, path := range [][]string{{"docs", "reliability.md"}, {"docs", "security.md"}, {"tests", "README.md"}} {
		for _, match := range named.FindAllStringSubmatch(read(t, path...), -1) {
			if !all[match[1]] {
				t.Errorf("%s names %s, which is no test of the tree", filepath.Join(path...), match[1])
			}
		}
	}
}

func TestEveryPromiseNamesATest(t *testing.T) {
	rows, missing := 0, 0
	for line := range strings.Lines(read(t, "docs", "reliability.md")) {
		names := named.FindAllStringSubmatch(line, -1)
		if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) == 5 && !strings.HasPrefix(cells[1], "--") && cells[1] != " promise " {
			rows++
			switch {
			case strings.Contains(cells[3], "no test yet"):
				missing++
			case len(names) == 0:
				t.Errorf("this promise names neither a test nor the lack of one: %s", strings.TrimSpace(cells[1]))
			}
		}
	}
	if rows < 20 {
		t.Errorf("only %d promises were found: the tables have another shape", rows)
	}
	t.Logf("%d promises, %d with a test to come", rows, missing)
}
