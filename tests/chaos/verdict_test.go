package chaos

import (
	"fmt"
	"testing"

	"enlace.dev/tests/stack"
)

// verdict compares what the callers were told with what the databases hold.
type verdict struct {
	ledger *ledger
	tenant string
}

const (
	patients     = "patients"
	appointments = "appointments"
)

func (v verdict) rows(t *testing.T, service, table string) []row {
	t.Helper()
	return stack.Query[row](t, enlace, stack.Database(service), fmt.Sprintf(
		"SELECT id, custom_fields->>'tag' AS tag, custom_fields->>'change' AS change FROM %s WHERE tenant_id = '%s'",
		table, v.tenant))
}

type row struct {
	ID          string
	Tag, Change string
}

func (v verdict) judgeWrites(t *testing.T) {
	for service, part := range map[string]struct {
		table  string
		writes []write
	}{
		stack.Patient:     {patients, v.ledger.patients},
		stack.Appointment: {appointments, v.ledger.bookings},
	} {
		stored := map[string][]string{}
		for _, r := range v.rows(t, service, part.table) {
			if r.Tag != "" {
				stored[r.Tag] = append(stored[r.Tag], stack.FromUUID(t, r.ID))
			}
		}
		for _, w := range part.writes {
			ids := stored[w.tag]
			delete(stored, w.tag)
			switch {
			case len(ids) > 1:
				t.Errorf("%s %s is there %d times", part.table, w.tag, len(ids))
			case w.fate == acknowledged && (len(ids) != 1 || ids[0] != w.id):
				t.Errorf("%s %s was acknowledged as %s; stored: %v", part.table, w.tag, w.id, ids)
			case w.fate == refused && len(ids) != 0:
				t.Errorf("%s %s was refused and is stored as %v", part.table, w.tag, ids)
			}
		}
		for tag := range stored {
			t.Errorf("%s %s was sent by nobody", part.table, tag)
		}
	}
}

// judgeChanges: the last change that was acknowledged, or a later one whose fate is unknown.
func (v verdict) judgeChanges(t *testing.T) {
	now := map[string]string{}
	for _, r := range v.rows(t, stack.Patient, patients) {
		now[stack.FromUUID(t, r.ID)] = r.Change
	}
	for id, changes := range v.ledger.changes {
		possible := map[string]bool{"": true}
		for _, change := range changes {
			switch change.fate {
			case acknowledged:
				possible = map[string]bool{change.tag: true}
			case unknown:
				possible[change.tag] = true
			}
		}
		if !possible[now[id]] {
			t.Errorf("patient %s holds %q, none of %v", id, now[id], possible)
		}
	}
	states := map[string]string{}
	for _, r := range stack.Query[struct{ ID, State string }](t, enlace, stack.Database(stack.Appointment),
		"SELECT id, state FROM appointments WHERE tenant_id = '"+v.tenant+"'") {
		states[stack.FromUUID(t, r.ID)] = r.State
	}
	for _, id := range v.ledger.cancelled {
		if states[id] != "CANCELLED" {
			t.Errorf("the cancelled appointment %s is %s", id, states[id])
		}
	}
}

func (v verdict) judgeAudit(t *testing.T) {
	judgeVersions(t, v.tenant, stack.Patient, patients, "Patient")
	judgeVersions(t, v.tenant, stack.Appointment, appointments, "Appointment")
}

// judgeVersions: the audit has each version of each row once.
func judgeVersions(t *testing.T, tenant, service, table, resource string) {
	t.Helper()
	type version struct {
		ID      string
		Version int
		Count   int
	}
	recorded := map[string]map[int]int{}
	for _, e := range stack.Query[version](t, enlace, stack.Database(stack.Audit), fmt.Sprintf(
		"SELECT resource_id AS id, resource_version AS version, count(*) AS count FROM audit_events "+
			"WHERE tenant_id = '%s' AND event_type = 'WRITE' AND resource_type = '%s' GROUP BY 1, 2", tenant, resource)) {
		if recorded[e.ID] == nil {
			recorded[e.ID] = map[int]int{}
		}
		recorded[e.ID][e.Version] = e.Count
	}
	for _, r := range stack.Query[version](t, enlace, stack.Database(service),
		"SELECT id, version FROM "+table+" WHERE tenant_id = '"+tenant+"'") {
		versions := recorded[r.ID]
		delete(recorded, r.ID)
		if len(versions) != r.Version {
			t.Errorf("%s %s has %d versions and %d records", resource, r.ID, r.Version, len(versions))
		}
		for number := 1; number <= r.Version; number++ {
			if versions[number] != 1 {
				t.Errorf("version %d of %s %s is recorded %d times", number, resource, r.ID, versions[number])
			}
		}
	}
	for id := range recorded {
		t.Errorf("the audit knows %s %s, which was never committed", resource, id)
	}
}

func (v verdict) judgeReads(t *testing.T) {
	type access struct {
		Request string
		ID      string
		Count   int
	}
	recorded := map[string]access{}
	for _, a := range stack.Query[access](t, enlace, stack.Database(stack.Audit),
		"SELECT request_id AS request, min(resource_id::text) AS id, count(*) AS count FROM audit_events WHERE tenant_id = '"+v.tenant+
			"' AND event_type = 'ACCESS' AND endpoint LIKE '%/GetPatient' GROUP BY 1") {
		recorded[a.Request] = a
	}
	for _, r := range v.ledger.reads {
		got, there := recorded[r.requestID]
		switch {
		case there && (got.Count != 1 || stack.FromUUID(t, got.ID) != r.patient):
			t.Errorf("the read %s of %s is recorded as %+v", r.requestID, r.patient, got)
		case r.answered && !there:
			t.Errorf("the answered read %s has no record", r.requestID)
		}
	}
}

func (v verdict) judgeOverlaps(t *testing.T) {
	const live = "deleted_at IS NULL AND state NOT IN ('CANCELLED', 'NO_SHOW')"
	overlaps := fmt.Sprintf("SELECT count(*) FROM (SELECT * FROM appointments WHERE %s) a JOIN (SELECT * FROM appointments WHERE %s) b "+
		"ON a.tenant_id = b.tenant_id AND a.practitioner_id = b.practitioner_id AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at",
		live, live)
	if n := enlace.Count(t, stack.Database(stack.Appointment), overlaps); n != 0 {
		t.Errorf("%d pairs overlap", n)
	}
}

// judgeLoad makes sure that there was something to lose.
func (v verdict) judgeLoad(t *testing.T) {
	for _, what := range []string{"registration acknowledged", "registration refused", "booking acknowledged", "booking refused",
		"read acknowledged", "change acknowledged", "cancellation acknowledged"} {
		if v.ledger.counts[what] < 10 {
			t.Errorf("%s: only %d", what, v.ledger.counts[what])
		}
	}
	failed := 0
	for _, what := range []string{"registration unknown", "booking unknown", "read unknown"} {
		failed += v.ledger.counts[what]
	}
	if failed == 0 {
		t.Error("no call met a fault")
	}
}
