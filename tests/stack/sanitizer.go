package stack

import (
	"os"
	"path/filepath"
	"regexp"
)

var sanitizer = regexp.MustCompile(`(?m)^.*(?:Sanitizer: |runtime error: ).*$`)

// sanitizerComplaint is the first line that a process of the presets asan and tsan wrote because of
// a mistake in memory or between threads; empty when there is none.
func (s *Stack) sanitizerComplaint() string {
	files, _ := filepath.Glob(filepath.Join(s.Dir, "log", "*.log"))
	for _, file := range files {
		log, err := os.ReadFile(file)
		if err != nil {
			return err.Error()
		}
		if line := sanitizer.Find(log); line != nil {
			return filepath.Base(file) + ": " + string(line)
		}
	}
	return ""
}
