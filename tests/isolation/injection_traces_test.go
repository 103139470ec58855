package isolation

import (
	"bytes"
	"fmt"
	"maps"
	"testing"

	"enlace.dev/tests/stack"
)

// untouched is what no text may change.
type untouched struct {
	bystander owned
	rows      stack.Snapshot
	catalogs  map[string]string
	pids      map[string]int
	logged    int
}

// Partitions are made in the course of time, everything else by migrations.
const catalog = `SELECT md5(string_agg(what, ' ' ORDER BY what)) FROM (
  SELECT concat_ws(' ', c.oid, c.relname, c.relkind, c.relowner) AS what FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT c.relispartition
  UNION ALL SELECT concat_ws(' ', p.oid, p.proname) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', r.oid, r.rolname, r.rolsuper, r.rolbypassrls) FROM pg_roles r) AS all_of_it`

func beforeInjections(t *testing.T) untouched {
	t.Helper()
	_, beta := clinics(t)
	u := untouched{bystander: beta, rows: enlace.TakeSnapshot(t, beta.ID), catalogs: catalogs(t),
		pids: map[string]int{}, logged: len(enlace.PostgresLog(t))}
	for _, service := range stack.Services {
		u.pids[service] = enlace.Pid(t, service)
	}
	return u
}

func catalogs(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, service := range stack.Services {
		found[service] = enlace.Exec(t, stack.Database(service), catalog)
	}
	return found
}

// mustHaveNoTraces looks for what a text that was run would have left, however fast the machine is.
func (u untouched) mustHaveNoTraces(t *testing.T) {
	t.Helper()
	for service, pid := range u.pids {
		if now := enlace.Pid(t, service); now != pid {
			t.Errorf("%s was process %d and is %d", service, pid, now)
		}
	}
	if changed := u.rows.Differences(enlace.TakeSnapshot(t, u.bystander.ID)); len(changed) != 0 {
		t.Errorf("another clinic's rows changed: %v", changed)
	}
	if !u.bystander.Works() {
		t.Error("another clinic can't go on working")
	}
	if now := catalogs(t); !maps.Equal(now, u.catalogs) {
		t.Errorf("the catalogues were %v and are %v", u.catalogs, now)
	}
	locks := fmt.Sprintf("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %d", stack.PlantedLock)
	if n := enlace.Count(t, "postgres", locks); n != 0 {
		t.Errorf("%d sessions hold the lock that only a text asks for", n)
	}
	for _, complaint := range []string{"syntax error", "unterminated", "must be owner", stack.Planted} {
		log := enlace.PostgresLog(t)[u.logged:]
		if at := bytes.Index(log, []byte(complaint)); at >= 0 {
			t.Errorf("PostgreSQL was given a text as a statement: %s", line(log, at))
		}
	}
	mustHaveNoForgedLine(t)
}

func mustHaveNoForgedLine(t *testing.T) {
	t.Helper()
	for _, process := range stack.Processes {
		for _, line := range enlace.LogLines(t, process) {
			if _, forged := line[stack.Planted]; forged || line.Text("msg") == stack.Planted {
				t.Errorf("%s logged a line of a caller's: %v", process, line)
			}
		}
	}
}
