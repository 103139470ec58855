package stack

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Log is what a process has written so far.
func (s *Stack) Log(t testing.TB, process string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Dir, "log", process+".log"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Logs are what every process has written so far, the supervisor, the mail sink and PostgreSQL too.
func (s *Stack) Logs(t testing.TB) map[string][]byte {
	t.Helper()
	logs := map[string][]byte{"postgresql": s.PostgresLog(t)}
	files, err := filepath.Glob(filepath.Join(s.Dir, "log", "*"))
	if err != nil || len(files) < len(Processes) {
		t.Fatalf("the logs are %v: %v", files, err)
	}
	for _, file := range files {
		if logs[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	for _, process := range Processes {
		if len(logs[process+".log"]) == 0 {
			t.Errorf("%s has written no log", process)
		}
	}
	return logs
}

// LogLines are the same, line by line; each must be a JSON object that says when, how grave, who, what.
func (s *Stack) LogLines(t testing.TB, process string) []Object {
	t.Helper()
	var all []Object
	for _, text := range bytes.Split(bytes.TrimSpace(s.Log(t, process)), []byte("\n")) {
		var line Object
		if err := json.Unmarshal(text, &line); err != nil {
			t.Errorf("%s wrote a line that is no JSON: %s", process, text)
			continue
		}
		for _, name := range []string{"ts", "level", "msg"} {
			if line.Text(name) == "" {
				t.Errorf("%s wrote a line without %s: %s", process, name, text)
			}
		}
		if line.Text("service") != process {
			t.Errorf("%s calls itself %q", process, line.Text("service"))
		}
		all = append(all, line)
	}
	return all
}
