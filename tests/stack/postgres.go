package stack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Database is the name of a service's database.
func Database(service string) string { return "enlace_" + service }

// Psql is the command that runs psql as the cluster's superuser, past every policy.
func (s *Stack) Psql(database string, arguments ...string) *exec.Cmd {
	all := append([]string{"psql", s.Dir + "/pg", "-d", database, "-v", "ON_ERROR_STOP=1", "-At"}, arguments...)
	return exec.Command(filepath.Join(Root(), "scripts", "cluster.sh"), all...)
}

// Exec runs statements as the superuser.
func (s *Stack) Exec(t testing.TB, database, sql string) string {
	t.Helper()
	run := s.Psql(database)
	run.Stdin = strings.NewReader(sql)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", sql, err, stderr.String())
	}
	return strings.TrimSpace(string(out))
}

// Query reads the rows of a query into structs by their columns' names.
func Query[Row any](t testing.TB, s *Stack, database, sql string) []Row {
	t.Helper()
	out := s.Exec(t, database, "SELECT coalesce(json_agg(q), '[]') FROM ("+sql+") AS q")
	var rows []Row
	if err := json.Unmarshal([]byte(out), &rows); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return rows
}

// Count runs a query for one number.
func (s *Stack) Count(t testing.TB, database, sql string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(s.Exec(t, database, sql), &n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// OutboxIsEmpty tells that every event of every service has been delivered.
func (s *Stack) OutboxIsEmpty(t testing.TB) bool {
	t.Helper()
	for _, service := range []string{Auth, Patient, Appointment} {
		if s.Count(t, Database(service), "SELECT count(*) FROM outbox") != 0 {
			return false
		}
	}
	return true
}

// PostgresLog is the content of the server's log.
func (s *Stack) PostgresLog(t testing.TB) []byte {
	t.Helper()
	settings, err := os.ReadFile(filepath.Join(s.Dir, "pg", "cluster.env"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(settings), "\n") {
		if path, ok := strings.CutPrefix(line, "PG_LOG="); ok {
			log, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return log
		}
	}
	t.Fatal("cluster.env has no PG_LOG")
	return nil
}
