package backup

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"enlace.dev/tests/stack"
)

// checkChain looks whether the clinic's audit goes on after what was lost, says so, and hides it from
// nobody who has the checkpoints of before.
func checkChain(t *testing.T, s *stack.Stack, clinic *stack.Clinic, left, signed int) {
	t.Helper()
	found := clinic.Must(t, 200, "GET", "/v1/audit/events?eventType=RECOVERY", nil).Objects(t, "events")
	if len(found) != 1 || found[0].Text("reason") != fmt.Sprintf("LOST_%d_TO_%d", left, signed-1) ||
		found[0].Text("calls") != fmt.Sprint(signed-left) {
		t.Fatalf("the record of the loss: %v", found)
	}
	settled(t, s)

	folder := t.TempDir()
	exported := clinic.Call(t, "GET", "/v1/audit/export", nil)
	keys := s.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/audit/key"})["keys"].([]any)
	for name, text := range map[string]string{"export": string(exported.Body), "key": keys[0].(string) + "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(s.Dir, "checkpoints", clinic.ID)
	verify := func(files ...string) (int, string) {
		arguments := []string{"--key", folder + "/key", "--export", folder + "/export"}
		for _, name := range files {
			arguments = append(arguments, "--checkpoints", name)
		}
		run := exec.Command(filepath.Join(stack.Root(), "build", stack.Preset(), "services/audit/enlace-audit-verify"), arguments...)
		output, _ := run.CombinedOutput()
		return run.ProcessState.ExitCode(), string(output)
	}
	if status, said := verify(file + ".checkpoints"); status != 0 {
		t.Errorf("the chain that goes on: %d %s", status, said)
	}
	if status, said := verify(file+".checkpoints", file+".lost"); status != 1 {
		t.Errorf("with the checkpoints of what was lost: %d %s", status, said)
	}
}
