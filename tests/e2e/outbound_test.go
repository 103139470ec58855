package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// restartAuthWith ends auth and starts it with these lines after those of its configuration.
func restartAuthWith(t *testing.T, configuration []byte, lines string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(enlace.Dir, "run", stack.Auth+".env"), append(bytes.Clone(configuration), lines...), 0o600); err != nil {
		t.Fatal(err)
	}
	enlace.Kill(t, stack.Auth)
	enlace.StartProcess(t, stack.Auth)
	stack.Eventually(t, 30*time.Second, "all is ready", enlace.Ready)
}

func TestAMailServerAtAPrivateAddressIsNotCalledUnlessItIsListed(t *testing.T) {
	configuration, err := os.ReadFile(filepath.Join(enlace.Dir, "run", stack.Auth+".env"))
	if err != nil {
		t.Fatal(err)
	}
	restore := sync.OnceFunc(func() { restartAuthWith(t, configuration, "") })
	defer restore()
	restartAuthWith(t, configuration, "ENLACE_OUTBOUND_PRIVATE=\n")

	before := len(enlace.Log(t, stack.Auth))
	owner := enlace.Register(t, "Unlisted Server")
	stack.Eventually(t, 20*time.Second, "the log says why the mail waits", func() bool {
		said := enlace.Log(t, stack.Auth)[before:]
		return bytes.Contains(said, []byte("a mail could not be sent: it will be tried again")) &&
			bytes.Contains(said, []byte("is not public (loopback, RFC 1122)")) &&
			bytes.Contains(said, []byte("ENLACE_OUTBOUND_PRIVATE"))
	})
	waiting := "SELECT count(*) FROM mails WHERE recipient = '" + owner.Email + "' AND due_at IS NOT NULL"
	if count := enlace.Count(t, stack.Database(stack.Auth), waiting); count != 1 {
		t.Errorf("%d mails wait", count)
	}
	if count := enlace.MailCount(t, owner.Email); count != 0 {
		t.Errorf("%d mails came", count)
	}
	restore()
	owner.Verify(t)
}
