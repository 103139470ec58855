package chaos

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

const (
	patients     = "patients"
	appointments = "appointments"
)

// verdict compares what the callers were told with what the databases hold.
type verdict struct {
	*stack.Stack
	ledger *ledger
	// tenants are those of the callers, as PostgreSQL lists them.
	tenants string
}

// judge says everything that is wrong.
func (v verdict) judge(t *testing.T) {
	t.Helper()
	stored := map[string]map[string]row{
		patients:     v.rows(t, stack.Patient, patients, "'' AS start, '' AS state"),
		appointments: v.rows(t, stack.Appointment, appointments, "extract(epoch FROM start_at)::bigint::text AS start, state"),
	}
	judgeWrites(t, patients, stored[patients], v.ledger.patients)
	judgeWrites(t, appointments, stored[appointments], v.ledger.bookings)
	for id, value := range v.ledger.comments {
		value.judge(t, "patient "+id, stored[patients][id].Change)
	}
	for id, value := range v.ledger.starts {
		value.judge(t, "appointment "+id, stored[appointments][id].Start)
	}
	for _, id := range v.ledger.cancelled {
		if state := stored[appointments][id].State; state != "CANCELLED" {
			t.Errorf("the cancelled appointment %s is %s", id, state)
		}
	}
	judgeVersions(t, v.Stack, v.tenants, stack.Patient, patients, "Patient")
	judgeVersions(t, v.Stack, v.tenants, stack.Appointment, appointments, "Appointment")
	v.judgeReads(t)
	v.judgeOverlaps(t)
	for _, foreign := range v.ledger.foreign {
		t.Errorf("a row of another clinic: %s", foreign)
	}
	for _, what := range []string{"registration", "booking", "read", "list"} {
		if v.ledger.counts[what+" acknowledged"] == 0 {
			t.Errorf("no %s was acknowledged: there was nothing to lose", what)
		}
	}
}

// row is a patient or an appointment.
type row struct {
	Clinic, ID, Tag, Change, Start, State string
}

func (v verdict) rows(t *testing.T, service, table, more string) map[string]row {
	t.Helper()
	found := map[string]row{}
	for _, r := range stack.Query[row](t, v.Stack, stack.Database(service), fmt.Sprintf("SELECT tenant_id AS clinic, id, "+
		"custom_fields->>'tag' AS tag, custom_fields->>'change' AS change, %s FROM %s WHERE tenant_id = ANY('{%s}')", more, table, v.tenants)) {
		r.ID, r.Clinic = stack.FromUUID(t, r.ID), stack.FromUUID(t, r.Clinic)
		found[r.ID] = r
	}
	return found
}

// judgeWrites: what was acknowledged is there once, in its clinic; what was refused is not; of the rest, one
// at most.
func judgeWrites(t *testing.T, table string, stored map[string]row, writes []write) {
	t.Helper()
	tagged := map[string][]row{}
	for _, r := range stored {
		if r.Tag != "" {
			tagged[r.Tag] = append(tagged[r.Tag], r)
		}
	}
	for _, w := range writes {
		rows := tagged[w.tag]
		delete(tagged, w.tag)
		switch {
		case len(rows) > 1:
			t.Errorf("%s %s is there %d times", table, w.tag, len(rows))
		case w.fate == acknowledged && (len(rows) != 1 || rows[0].ID != w.id):
			t.Errorf("%s %s was acknowledged as %s; stored: %v", table, w.tag, w.id, rows)
		case w.fate == refused && len(rows) != 0:
			t.Errorf("%s %s was refused and is stored as %v", table, w.tag, rows)
		case len(rows) == 1 && rows[0].Clinic != w.clinic:
			t.Errorf("%s %s of %s is another clinic's: %v", table, w.tag, w.clinic, rows)
		}
	}
	for tag := range tagged {
		t.Errorf("%s %s was sent by nobody", table, tag)
	}
}

// judge: the last value that was acknowledged, or a later one whose fate is unknown.
func (h *held) judge(t *testing.T, what, now string) {
	t.Helper()
	possible := []string{h.initial}
	for _, c := range h.changes {
		switch c.fate {
		case acknowledged:
			possible = []string{c.value}
		case unknown:
			possible = append(possible, c.value)
		}
	}
	if !slices.Contains(possible, now) {
		t.Errorf("%s holds %q, none of %v", what, now, possible)
	}
}

func (v verdict) judgeReads(t *testing.T) {
	t.Helper()
	type access struct {
		Request, ID string
		Count       int
	}
	recorded := map[string]access{}
	for _, a := range stack.Query[access](t, v.Stack, stack.Database(stack.Audit),
		"SELECT request_id AS request, min(resource_id::text) AS id, count(*) AS count FROM audit_events WHERE tenant_id = ANY('{"+v.tenants+
			"}') AND event_type = 'ACCESS' AND endpoint LIKE '%/GetPatient' GROUP BY 1") {
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
	t.Helper()
	live := "(SELECT * FROM appointments WHERE deleted_at IS NULL AND state NOT IN ('CANCELLED', 'NO_SHOW') AND tenant_id = ANY('{" + v.tenants + "}'))"
	overlaps := strings.ReplaceAll("SELECT count(*) FROM LIVE a JOIN LIVE b ON a.tenant_id = b.tenant_id "+
		"AND a.practitioner_id = b.practitioner_id AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at", "LIVE", live)
	if n := v.Count(t, stack.Database(stack.Appointment), overlaps); n != 0 {
		t.Errorf("%d pairs of bookings overlap", n)
	}
}
