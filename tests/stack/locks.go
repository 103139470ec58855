package stack

import (
	"io"
	"sync"
	"testing"
	"time"
)

// HoldPatients keeps every write of patients waiting until the returned function is called.
func (s *Stack) HoldPatients(t testing.TB) (release func()) {
	t.Helper()
	database := Database(Patient)
	psql := s.Psql(database)
	in, err := psql.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := psql.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, "BEGIN; LOCK TABLE patients IN SHARE MODE;\n"); err != nil {
		t.Fatal(err)
	}
	Eventually(t, 20*time.Second, "the table is locked", func() bool {
		return s.Count(t, database, "SELECT count(*) FROM pg_locks WHERE relation = 'patients'::regclass AND mode = 'ShareLock' AND granted") == 1
	})
	return sync.OnceFunc(func() {
		_ = in.Close()
		_ = psql.Wait()
	})
}
