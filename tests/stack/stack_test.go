package stack

import (
	"testing"
	"time"
)

func TestAnIdSurvivesTheDatabasesSpelling(t *testing.T) {
	id := NewID()
	if back := FromUUID(t, UUID(t, id)); back != id {
		t.Errorf("%s came back as %s", id, back)
	}
}

func TestSlotsDoNotOverlap(t *testing.T) {
	_, end := NewSlot()
	start, _ := NewSlot()
	before, _ := time.Parse(time.RFC3339, end)
	after, _ := time.Parse(time.RFC3339, start)
	if after.Before(before) {
		t.Errorf("%s begins before %s", start, end)
	}
}

func TestSnapshotsNameTheTablesThatDiffer(t *testing.T) {
	a := Snapshot{"patient.patients": "1 rows a", "audit.audit_events": "2 rows b"}
	b := Snapshot{"patient.patients": "2 rows c", "audit.audit_events": "2 rows b"}
	if got := a.Differences(b); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}
