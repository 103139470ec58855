package chaos

import (
	"fmt"
	"testing"

	"enlace.dev/tests/stack"
)

// judgeVersions: the audit has each version of each row of these tenants once, and no other.
func judgeVersions(t *testing.T, s *stack.Stack, tenants, service, table, resource string) {
	t.Helper()
	type version struct {
		ID      string
		Version int
		Count   int
	}
	recorded := map[string]map[int]int{}
	for _, e := range stack.Query[version](t, s, stack.Database(stack.Audit), fmt.Sprintf(
		"SELECT resource_id AS id, resource_version AS version, count(*) AS count FROM audit_events "+
			"WHERE tenant_id = ANY('{%s}') AND event_type = 'WRITE' AND resource_type = '%s' GROUP BY 1, 2", tenants, resource)) {
		if recorded[e.ID] == nil {
			recorded[e.ID] = map[int]int{}
		}
		recorded[e.ID][e.Version] = e.Count
	}
	for _, r := range stack.Query[version](t, s, stack.Database(service),
		"SELECT id, version FROM "+table+" WHERE tenant_id = ANY('{"+tenants+"}')") {
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
