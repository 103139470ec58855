package e2e

import (
	"os"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
)

// restartAuth ends auth as an operator does, starts it with these lines of token keys, and waits until
// each service has found it again: what is asserted then is about keys, not about a peer that is away.
func restartAuth(t *testing.T, clinic *stack.Clinic, keys ...string) {
	t.Helper()
	file := enlace.Environment(t, stack.Auth)["ENLACE_TOKEN_KEY_FILE"]
	if err := os.WriteFile(file, []byte(strings.Join(keys, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	pid := enlace.Pid(t, stack.Auth)
	enlace.Signal(t, stack.Auth, sigterm)
	stack.Eventually(t, 20*time.Second, "auth is gone", func() bool { return stack.HasEnded(pid) })
	enlace.StartProcess(t, stack.Auth)
	stack.Eventually(t, 30*time.Second, "all is ready", enlace.Ready)
	_, unseen := clinic.NewKey(t, stack.AllScopes...)
	for name, open := range doors(t, unseen) {
		if strings.HasPrefix(name, "gRPC") {
			stack.Eventually(t, 30*time.Second, name+" finds auth", func() bool { return open() == codes.OK })
		}
	}
}

// keyQuestions is how often auth was asked for its keys since it was installed.
func keyQuestions(t *testing.T) int {
	t.Helper()
	return strings.Count(string(enlace.Log(t, stack.Auth)), "IdentityService/GetTokenKeys")
}

// askForKeys has every service ask for the keys, which they do each minute, and at once for a token
// that fits none.
func askForKeys(t *testing.T, owner *stack.Person) {
	t.Helper()
	asked := keyQuestions(t)
	stack.Eventually(t, 30*time.Second, "every service has asked for the keys", func() bool {
		for _, open := range doors(t, forged(t, owner)["another signature"]) {
			open()
		}
		return keyQuestions(t) >= asked+3
	})
}

// As docs/operations.md has it: published, then signing, then gone.
func TestTheKeyOfTokensChangesWithoutARefusedCall(t *testing.T) {
	file := enlace.Environment(t, stack.Auth)["ENLACE_TOKEN_KEY_FILE"]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, next := strings.TrimSpace(string(text)), strings.Repeat("5a", 32)
	clinic, owner := enlace.NewClinic(t, "Restarts"), enlace.Register(t, "Changing Keys")
	defer func() {
		restartAuth(t, clinic, before)
		token := owner.Login(t).AccessToken
		stack.Eventually(t, 30*time.Second, "every service has found the first key again", func() bool {
			for _, open := range doors(t, token) {
				if open() != codes.OK {
					return false
				}
			}
			return true
		})
	}()
	mustOpen(t, owner.AccessToken)

	restartAuth(t, clinic, before, next)
	mustOpen(t, owner.AccessToken)
	askForKeys(t, owner)

	restartAuth(t, clinic, next, before)
	mustOpen(t, owner.AccessToken)
	mustOpen(t, owner.Login(t).AccessToken)
	if renewed := enlace.Must(t, 200, refresh(owner.RefreshToken)); strings.Split(renewed.Text("accessToken"), ".")[0] ==
		strings.Split(owner.AccessToken, ".")[0] {
		t.Error("the old key signs still")
	}

	restartAuth(t, clinic, next)
	askForKeys(t, owner)
	mustClose(t, owner.AccessToken, everywhere)
}
