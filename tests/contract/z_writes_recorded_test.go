package contract

import (
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// Go runs the tests of a package in the order of their files: these judge what all the others did.

// Each version of each row that is there has one record, and no record tells of a version that is not.
func TestEveryWriteOfTheseTestsHasItsRecord(t *testing.T) {
	stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	type version struct {
		Resource string
		ID       string
		Version  int
		Count    int
	}
	recorded := map[string]map[int]int{}
	for _, e := range stack.Query[version](t, enlace, stack.Database(stack.Audit),
		"SELECT resource_type AS resource, resource_id AS id, resource_version AS version, count(*) AS count FROM audit_events"+
			" WHERE event_type = 'WRITE' AND resource_version > 0 GROUP BY 1, 2, 3") {
		name := e.Resource + " " + e.ID
		if recorded[name] == nil {
			recorded[name] = map[int]int{}
		}
		recorded[name][e.Version] = e.Count
	}
	rows := 0
	for _, service := range []string{stack.Auth, stack.Patient, stack.Appointment} {
		for _, table := range stack.Query[struct{ Name, Resource string }](t, enlace, stack.Database(service),
			`SELECT tgrelid::regclass AS name, split_part(encode(tgargs, 'escape'), '\000', 1) AS resource FROM pg_trigger
			 WHERE tgfoid = 'audit_row_change'::regproc`) {
			for _, r := range stack.Query[version](t, enlace, stack.Database(service), "SELECT id, version FROM "+table.Name) {
				rows++
				versions := recorded[table.Resource+" "+r.ID]
				for number := 1; number <= r.Version; number++ {
					if versions[number] != 1 {
						t.Errorf("version %d of %s %s is recorded %d times", number, table.Resource, r.ID, versions[number])
					}
				}
				if len(versions) > r.Version {
					t.Errorf("%s %s has %d versions and %d records", table.Resource, r.ID, r.Version, len(versions))
				}
			}
		}
	}
	if rows < 100 {
		t.Errorf("these tests wrote %d rows", rows)
	}
}
