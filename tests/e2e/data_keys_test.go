package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"github.com/pquerna/otp/totp"
)

var encryptedLine = regexp.MustCompile(`^[A-Za-z0-9+/]{100,}={0,2}$`)

// dataKeys runs the script that writes the data keys of a folder, and returns what it says.
func dataKeys(folder string, arguments ...string) (string, error) {
	script := filepath.Join(stack.Root(), "scripts", "data_keys.sh")
	out, err := exec.Command(script, append([]string{folder, stack.Program(stack.Auth)}, arguments...)...).CombinedOutput()
	return string(out), err
}

// linesOf are the lines of a file of keys.
func linesOf(t *testing.T, folder, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}

func putLines(t *testing.T, folder, name string, lines ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// restartPatient has the service read its keys anew.
func restartPatient(t *testing.T) {
	t.Helper()
	pid := enlace.Pid(t, stack.Patient)
	enlace.Signal(t, stack.Patient, sigterm)
	stack.Eventually(t, 20*time.Second, "patient is gone", func() bool { return stack.HasEnded(pid) })
	enlace.StartProcess(t, stack.Patient)
	stack.Eventually(t, 30*time.Second, "all is ready", enlace.Ready)
}

// As docs/operations.md has it: a new key-encryption key first, the data keys encrypted anew, the old one away.
func TestTheKeyEncryptionKeyChangesAndWhatIsSealedStaysReadable(t *testing.T) {
	folder := filepath.Join(enlace.Dir, "secrets")
	clinic := enlace.NewClinic(t, "New Key-Encryption Key")
	person := enlace.RegisterStrict(t, "Sealed Second Factor")
	person.Enroll(t, person.MfaToken)
	create := stack.Request{Method: "POST", Path: "/v1/patients", Key: clinic.Key,
		Header: map[string]string{"Idempotency-Key": "kept-under-the-old-key"}, Body: clinic.PatientBody(stack.NewDocument())}
	kept := enlace.Must(t, http.StatusCreated, create).Text("id")

	old, data := linesOf(t, folder, "kms.keys"), linesOf(t, folder, "data.keys")
	putLines(t, folder, "kms.keys", append([]string{strings.Repeat("6b", 32)}, old...)...)
	if said, err := dataKeys(folder, "rewrap"); err != nil {
		t.Fatal(said)
	}
	putLines(t, folder, "kms.keys", strings.Repeat("6b", 32))
	rewrapped := linesOf(t, folder, "data.keys")
	if len(rewrapped) != len(data) || rewrapped[0] == data[0] {
		t.Fatalf("%d data keys became %d", len(data), len(rewrapped))
	}
	restartAuth(t, clinic, linesOf(t, folder, "token.keys")...)
	restartPatient(t)

	if again := enlace.Must(t, http.StatusCreated, create).Text("id"); again != kept {
		t.Errorf("the kept answer is not read any more: %s after %s", again, kept)
	}
	enlace.ForgetAttempts(t)
	began := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
		Body: stack.Object{"email": person.Email, "password": stack.Password}})
	// Of the next half minute: the one of now may be used up.
	code, err := totp.GenerateCode(person.TotpSecret, time.Now().Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/mfa/verify",
		Body: stack.Object{"mfaToken": began.Text("mfaToken"), "code": code}}).Text("accessToken"))
}

func TestDataKeysAreWrittenEncryptedAndOnlyWhereTheyAreMissing(t *testing.T) {
	folder := t.TempDir()
	plain := strings.Repeat("1f", 32)
	putLines(t, folder, "kms.keys", strings.Repeat("2e", 32))
	putLines(t, folder, "data.keys", plain)
	write := func(arguments ...string) []string {
		t.Helper()
		if said, err := dataKeys(folder, arguments...); err != nil {
			t.Fatal(said)
		}
		lines := linesOf(t, folder, "data.keys")
		for _, line := range lines {
			if !encryptedLine.MatchString(line) {
				t.Fatalf("%v leaves the line %q", arguments, line)
			}
		}
		return lines
	}
	first := write()
	if second := write(); len(second) != 1 || second[0] != first[0] {
		t.Error("keys that were encrypted are written again")
	}
	if added := write("add"); len(added) != 2 {
		t.Errorf("%d keys after one was added", len(added))
	}
	before := fmt.Sprint(linesOf(t, folder, "data.keys"))
	putLines(t, folder, "kms.keys", strings.Repeat("3d", 32))
	said, err := dataKeys(folder, "rewrap")
	if err == nil || !strings.Contains(said, "line 1 does not open") {
		t.Errorf("with another key-encryption key: %v %s", err, said)
	}
	if after := fmt.Sprint(linesOf(t, folder, "data.keys")); after != before {
		t.Error("a failed run changed the file")
	}
	if err := os.Remove(filepath.Join(folder, "data.keys")); err != nil {
		t.Fatal(err)
	}
	if fresh := write(); len(fresh) != 1 || fresh[0] == first[0] {
		t.Error("missing keys were not made")
	}
}
