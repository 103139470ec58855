package backup

import (
	"crypto/tls"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// script runs one of scripts/ and tells its exit code.
func script(t *testing.T, name string, arguments ...string) (code int, said string) {
	t.Helper()
	output, err := exec.Command(filepath.Join(stack.Root(), "scripts", name), arguments...).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), string(output)
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, string(output)
}

// restore restores the stack into a folder; `arguments` are added.
func restore(t *testing.T, into string, arguments ...string) (code int, said string) {
	t.Helper()
	return script(t, "restore.sh", append([]string{"--dir", enlace.Dir, "--into", into, "--preset", stack.Preset()}, arguments...)...)
}

// settled waits until the clinics' events are chained and signed.
func settled(t *testing.T, s *stack.Stack) {
	t.Helper()
	stack.Eventually(t, 60*time.Second, "every event is signed", func() bool {
		return s.OutboxIsEmpty(t) && s.Count(t, stack.Database(stack.Audit),
			"SELECT (SELECT count(*) FROM audit_unsealed) + (SELECT count(*) FROM audit_leaves) - (SELECT coalesce(sum(n), 0) FROM"+
				" (SELECT max(size) AS n FROM audit_checkpoints GROUP BY tenant_id) AS signed)") == 0
	})
}

// records is how long the clinic's chain is.
func records(t *testing.T, s *stack.Stack, clinic *stack.Clinic) int {
	t.Helper()
	return s.Count(t, stack.Database(stack.Audit), "SELECT count(*) FROM audit_leaves WHERE tenant_id = '"+stack.UUID(t, clinic.ID)+"'")
}

// archived ends the segment of WAL and waits until it is in the repository.
func archived(t *testing.T) {
	t.Helper()
	segment := enlace.Exec(t, "postgres", "SELECT pg_walfile_name(pg_switch_wal())")
	stack.Eventually(t, 60*time.Second, segment+" is archived", func() bool {
		return enlace.Exec(t, "postgres", "SELECT coalesce(left(last_archived_wal, 24), '') FROM pg_stat_archiver") >= segment
	})
}

func TestARestoreRefusesWhatCanNotBeMeant(t *testing.T) {
	if _, said := script(t, "backup.sh", "--dir", t.TempDir()); !strings.Contains(said, "start it") {
		t.Errorf("of a stack that does not run: %s", said)
	}
	for name, c := range map[string]struct {
		into      string
		arguments []string
		cause     string
	}{
		"over a stack that is there": {enlace.Dir, nil, "there is a stack"},
		"a moment without an offset": {t.TempDir(), []string{"--to", "2026-11-29 12:00:00"}, "no moment with an offset"},
		"a moment that is none":      {t.TempDir(), []string{"--to", "yesterday 25:00-05"}, "no moment with an offset"},
		"a day":                      {t.TempDir(), []string{"--to", "2026-11-29"}, "no moment with an offset"},
		"without the secrets":        {t.TempDir(), []string{"--secrets", t.TempDir()}, "backup.pass is missing"},
	} {
		if code, said := restore(t, c.into, c.arguments...); code != 1 || !strings.Contains(said, c.cause) {
			t.Errorf("%s: %d %s", name, code, said)
		}
	}
}

func TestDataThatNobodyNamesIsNotRemoved(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pg")
	if code, said := script(t, "cluster.sh", "create", folder); code != 0 {
		t.Fatal(said)
	}
	names := filepath.Join(folder, "cluster.env")
	env, err := os.ReadFile(names)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if code, said := script(t, "cluster.sh", "destroy", folder); code != 0 {
			t.Error(said)
		}
	})
	if err := os.Remove(names); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"create", "prepare"} {
		if code, said := script(t, "cluster.sh", command, folder); code != 1 || !strings.Contains(said, "there is data in") {
			t.Errorf("%s: exit code %d: %s", command, code, said)
		}
	}
	if err := os.WriteFile(names, env, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := script(t, "cluster.sh", "start", folder); code != 0 {
		t.Errorf("the data is no cluster any more: %s", said)
	}
}

func TestABackupLeavesTheRightsOfAUsedFolderAlone(t *testing.T) {
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, "others"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(used, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENLACE_BACKUP_DIR", used)
	if code, said := script(t, "backup.sh", "--dir", enlace.Dir); code != 1 || !strings.Contains(said, "can't write to "+used) {
		t.Errorf("exit code %d: %s", code, said)
	}
	if info, err := os.Stat(used); err != nil || info.Mode().Perm() != 0o555 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAStackEndsNoProcessOfAnother(t *testing.T) {
	other := t.TempDir()
	if err := os.Mkdir(filepath.Join(other, "run"), 0o700); err != nil {
		t.Fatal(err)
	}
	// As after a restart of the machine, when numbers are given out anew.
	pid := enlace.Pid(t, stack.Auth)
	if err := os.WriteFile(filepath.Join(other, "run", "auth.pid"), []byte(strconv.Itoa(pid)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := script(t, "stack.sh", "stop", "--dir", other); code != 0 {
		t.Errorf("exit code %d: %s", code, said)
	}
	if err := syscall.Kill(pid, 0); err != nil {
		t.Errorf("auth of another stack: %v", err)
	}
	if after := enlace.Pid(t, stack.Auth); after != pid {
		t.Errorf("auth runs as %d, not %d", after, pid)
	}
}

func TestAKeyOfAnotherCertificateIsMadeAnew(t *testing.T) {
	folder, authority := t.TempDir(), t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	if code, said := script(t, "certificates.sh", folder, authority); code != 0 {
		t.Fatal(said)
	}
	strange, err := os.ReadFile(file("auth.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file("audit.key"), strange, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := script(t, "certificates.sh", folder, authority); code != 0 || strings.Count(said, "certificate of") != 1 {
		t.Errorf("exit code %d: %s", code, said)
	}
	if _, err := tls.LoadX509KeyPair(file("audit.crt"), file("audit.key")); err != nil {
		t.Error(err)
	}
}
