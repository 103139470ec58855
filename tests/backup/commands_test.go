package backup

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
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
