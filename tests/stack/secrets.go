package stack

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shortestSecret is less than any secret of a stack has characters.
const shortestSecret = 16

// Secrets are the stack's own, each with the file that it is kept in: passwords of roles, keys of
// services, what seals, hashes and signs.
func (s *Stack) Secrets(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	folder := filepath.Join(s.Dir, "secrets")
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".crt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		for line := range strings.Lines(string(text)) {
			// Of a line of pgpass the password is last.
			secret := strings.TrimSpace(line[strings.LastIndex(line, ":")+1:])
			if len(secret) >= shortestSecret && !strings.HasPrefix(secret, "-----") {
				found[secret] = name
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// 13 roles, 4 keys, 5 files of other secrets, and keys of certificates.
	if len(found) < 25 {
		t.Fatalf("%s holds only %d secrets", folder, len(found))
	}
	return found
}
