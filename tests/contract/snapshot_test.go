package contract

import (
	"slices"
	"strings"
	"testing"
)

// What the other tests rely on when they say that nothing changed.
func TestASnapshotNoticesOneChangedField(t *testing.T) {
	w := theWorld(t)
	other := w.other(t)
	before := enlace.TakeSnapshot(t, "")
	if again := before.Differences(enlace.TakeSnapshot(t, "")); len(again) != 0 {
		t.Errorf("nothing happened, and yet %v", again)
	}
	w.alpha.Must(t, 200, "PATCH", "/v1/patients/"+other, `{"secondName":"Marina"}`)
	var tables []string
	for _, difference := range before.Differences(enlace.TakeSnapshot(t, "")) {
		name, _, _ := strings.Cut(difference, ":")
		tables = append(tables, name)
	}
	slices.Sort(tables)
	if !slices.Equal(tables, []string{"audit.audit_events", "patient.patients"}) {
		t.Errorf("the tables that differ are %v", tables)
	}
}
