// Package openapi uses the API as its documents' readers do: a TypeScript client that is generated
// of them, a person in a browser at /docs, n8n's workflows.
package openapi

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }

// folder is where package.json is.
func folder() string { return filepath.Join(stack.Root(), "tests", "openapi") }

// node runs a program of Node.js in this folder and returns what it writes to standard output.
func node(t *testing.T, environment []string, arguments ...string) []byte {
	t.Helper()
	return command(t, environment, "node", arguments...)
}

func command(t *testing.T, environment []string, name string, arguments ...string) []byte {
	t.Helper()
	run := exec.Command(name, arguments...)
	run.Dir = folder()
	run.Env = append(os.Environ(), environment...)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, arguments, err, out, stderr.Bytes())
	}
	return out
}

// installPackages installs what package-lock.json pins, unless it is there.
func installPackages(t *testing.T) {
	t.Helper()
	command(t, nil, filepath.Join(stack.Root(), "scripts", "npm.sh"))
}
