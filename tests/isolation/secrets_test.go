package isolation

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/dynamicpb"
)

// Secrets are used rightly and wrongly: what is kept of a wrong one is mostly somebody's right one, with
// a slip of the pen or of another door.
func TestNoSecretIsLoggedMeasuredToldBackOrInTheNameOfAProcess(t *testing.T) {
	lines := stack.WatchCommandLines(t)
	s := newSecretive(t)
	for secret, file := range enlace.Secrets(t) {
		s.keep(secret, file)
	}
	s.sendMailsByPassword(t)
	owner := s.useAPassword(t)
	joined := s.useMails(t, owner)
	s.useASecondFactor(t, joined)
	s.useATemporaryPassword(t, owner)
	s.useKeys(t, owner.token)
	s.useLinks(t)

	for name, seen := range s.names {
		if !seen {
			t.Errorf("no secret %q was used", name)
		}
	}
	stack.Eventually(t, relayed, "the events are delivered", func() bool { return enlace.OutboxIsEmpty(t) })
	for name, text := range allPlaces(t) {
		if where, at := s.in(text); where != "" {
			t.Errorf("%s holds %s: %s", name, where, line(text, at))
		}
	}
	for _, own := range []string{stack.Program(stack.Patient), "postgres: enlace_patient_runtime"} {
		if !strings.Contains(lines.Holding(own), own) {
			t.Errorf("%s was not watched", own)
		}
	}
	for secret, where := range s.found {
		// Of few digits anything is full.
		if line := lines.Holding(secret); line != "" && len(secret) >= 8 {
			t.Errorf("a command line holds %s: %s", where, line)
		}
	}
}

// sendMailsByPassword gives auth a password for the mail server, which takes any, and lets a mail fail.
func (s *secretive) sendMailsByPassword(t *testing.T) {
	t.Helper()
	file, password := filepath.Join(t.TempDir(), "smtp"), newPassword()
	s.keep(password, "the password for the mail server")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	restart := func(auth, sink map[string]string) {
		enlace.Override(stack.Auth, auth)
		enlace.Override(stack.MailSink, sink)
		enlace.StopMail(t)
		enlace.Kill(t, stack.Auth)
		enlace.StartProcess(t, stack.Auth)
		stack.Eventually(t, relayed, "auth answers", enlace.Ready)
	}
	restart(map[string]string{"ENLACE_SMTP_USER": "enlace", "ENLACE_SMTP_PASSWORD_FILE": file},
		map[string]string{"MP_SMTP_AUTH_ACCEPT_ANY": "true", "MP_SMTP_AUTH_ALLOW_INSECURE": "true"})
	t.Cleanup(func() {
		restart(nil, nil)
		enlace.StartMail(t)
	})
	s.register(t)
	stack.Eventually(t, relayed, "a mail could not be sent", func() bool {
		return strings.Contains(string(enlace.Log(t, stack.Auth)), `"a mail could not be sent`)
	})
	enlace.StartMail(t)
}

// useKeys makes keys of the API and sends them where they belong, and where they do not.
func (s *secretive) useKeys(t *testing.T, owner string) {
	t.Helper()
	s.keep(enlace.AdminKey, "the administrator's key")
	made := s.must(t, 201, owner, "POST", "/v1/auth/api-keys", stack.Object{"name": "bot", "scopes": []string{"patients:list"}})
	rotated := s.must(t, 200, owner, "POST", "/v1/auth/api-keys/"+made.Member("apiKey").Text("id")+"/rotate", stack.Object{})
	for _, key := range []string{made.Text("plaintext"), rotated.Text("plaintext"), owner} {
		s.call(t, key, "GET", "/v1/patients", nil)
		wrong := key[:len(key)-1]
		s.keep(wrong, "a key that was cut")
		for _, path := range []string{"/v1/patients", "/v1/patients/" + key, "/v1/patients?apiKey=" + key, "/v1/patients?pageToken=" + key, "/" + key, "/m/" + key} {
			s.call(t, wrong, "GET", path, nil)
		}
		s.call(t, wrong, "PATCH", "/v1/patients/"+key, stack.Object{"id": key, "firstName": key})
		for _, name := range []string{"Authorization", "X-Api-Key", "Cookie", "If-Match", "Traceparent", "User-Agent", "Accept-Language", "X-Purpose-Reason"} {
			answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/patients/" + stack.NewID(), Header: map[string]string{name: key}})
			if where, _ := s.in(fmt.Append(answer.Body, answer.Header)); where != "" {
				t.Errorf("%s with %s: %s", name, where, answer.Body)
			}
		}
		for _, r := range everyRPC(t) {
			if r.byLink() || r.method.IsStreamingServer() {
				continue
			}
			_, err := r.call(t, wrong, dynamicpb.NewMessage(r.method.Input()))
			if where, _ := s.in([]byte(status.Convert(err).Proto().String())); where != "" {
				t.Errorf("%s tells %s back: %v", r.name(), where, err)
			}
		}
	}
}
