package isolation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// A service that can't read its data keys doesn't start, and says which file is wrong and how.
func TestDataKeysOpenWithTheirKeyEncryptionKeyAlone(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain := file("plain", strings.Repeat("4c", 32)+"\n")
	cases := []struct{ name, variable, path, said string }{
		{"data keys in the open", "ENLACE_DATA_KEY_FILE", plain,
			"ENLACE_DATA_KEY_FILE is wrong: line 1 holds a key that is not encrypted"},
		{"no base 64", "ENLACE_DATA_KEY_FILE", file("none", "%%%\n"), "ENLACE_DATA_KEY_FILE is wrong: line 1 is not in base 64"},
		{"another key-encryption key", "ENLACE_KMS_KEY_FILE", plain,
			"ENLACE_DATA_KEY_FILE is wrong: line 1 does not open: no key-encryption key opens it"},
		{"a key-encryption key that is none", "ENLACE_KMS_KEY_FILE", file("short", "4c4c\n"),
			"ENLACE_KMS_KEY_FILE is wrong: the file must hold one to eight lines of 64 hexadecimal digits"},
	}
	for _, process := range []string{stack.Auth, stack.Patient, stack.Appointment, stack.Audit} {
		for _, c := range cases {
			env := enlace.Environment(t, process)
			env[c.variable] = c.path
			code, stderr := run(t, process, env)
			if code != 2 || !strings.Contains(stderr, c.said) {
				t.Errorf("%s with %s: exit code %d, %q", process, c.name, code, stderr)
			}
			if strings.Contains(stderr, strings.Repeat("4c", 4)) {
				t.Errorf("%s with %s tells the key: %q", process, c.name, stderr)
			}
		}
	}
}
