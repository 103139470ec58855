package stack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// makeCluster makes the cluster with a port that no other stack is likely to choose while its server
// is down, which the tests bring about.
func (s *Stack) makeCluster() error {
	script := filepath.Join(Root(), "scripts", "cluster.sh")
	if out, err := exec.Command(script, "create", s.Dir+"/pg").CombinedOutput(); err != nil {
		return fmt.Errorf("scripts/cluster.sh create: %w\n%s", err, out)
	}
	settings, err := os.OpenFile(s.Dir+"/pg/cluster.env", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(settings, "PGPORT=%d\n", 10_000+rand.IntN(10_000))
	return errors.Join(err, settings.Close())
}

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

// OutboxIsEmpty tells that every event of every service has been delivered. One psql asks all databases:
// it is asked again and again while the relays need the machine.
func (s *Stack) OutboxIsEmpty(t testing.TB) bool {
	t.Helper()
	const waiting = "SELECT count(*) FROM outbox;\n"
	return s.Exec(t, Database(Auth), waiting+"\\connect "+Database(Patient)+"\n"+waiting+
		"\\connect "+Database(Appointment)+"\n"+waiting) == "0\n0\n0"
}

// PostgresLog is the content of the server's log.
func (s *Stack) PostgresLog(t testing.TB) []byte {
	t.Helper()
	log, err := s.readPostgresLog()
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func (s *Stack) readPostgresLog() ([]byte, error) {
	path, err := s.clusterSetting("PG_LOG")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// DataFolder is where the server keeps its data.
func (s *Stack) DataFolder(t testing.TB) string {
	t.Helper()
	return s.ClusterSetting(t, "PGDATA")
}

// ClusterSetting is a value of the cluster's: PGDATA, PGHOST, PGPORT.
func (s *Stack) ClusterSetting(t testing.TB, name string) string {
	t.Helper()
	value, err := s.clusterSetting(name)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func (s *Stack) clusterSetting(name string) (string, error) {
	settings, err := os.ReadFile(filepath.Join(s.Dir, "pg", "cluster.env"))
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(settings)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			return value, nil
		}
	}
	return "", fmt.Errorf("%s/pg/cluster.env has no %s", s.Dir, name)
}
