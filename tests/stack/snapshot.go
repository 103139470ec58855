package stack

import (
	"fmt"
	"strings"
	"testing"
)

// Snapshot is a digest of every table's rows, by "database.table".
type Snapshot map[string]string

// tables lists the tables of a database, partitions counted with their parents. Events are not
// among them: those of accesses and refusals come and go with every call; nor are their keys and their
// chain. Nor is what the waitlist has to look at, nor attempts to sign in, which are counted above all
// when they are refused, nor the limits of plans, of which a refused change of the plan uses up versions,
// nor orders of workflows, which end by themselves, nor how many calls there were.
const tables = `SELECT c.relname AS name,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS tenant
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition
  AND c.relname NOT IN ('outbox', 'audit_events', 'audit_event_resources', 'audit_person_keys',
  'audit_unsealed', 'audit_leaves', 'audit_nodes', 'audit_checkpoints', 'freed_times', 'sign_in_attempts', 'limit_orders', 'workflow_orders', 'tenant_limits', 'usage_days', 'goose_db_version')`

// TakeSnapshot digests the rows of all tables, and the write records of the audit; of one tenant (a
// ULID) where tenant is not empty. When a credential was last used, and when a mail is
// sent, is left out. Before all tenants
// are looked at, the waitlist forgets what it would do by itself later on: a hold of another test
// that ends in five minutes would change rows between two snapshots.
func (s *Stack) TakeSnapshot(t testing.TB, tenant string) Snapshot {
	t.Helper()
	if tenant == "" {
		s.Exec(t, Database(Appointment), "DELETE FROM freed_times WHERE due_at > now()")
	}
	// What was freed a moment ago may still be offered to those who wait.
	Eventually(t, awaitRelay, "no freed time is due", func() bool {
		return s.Count(t, Database(Appointment), "SELECT count(*) FROM freed_times WHERE due_at <= now()") == 0
	})
	// An order is carried out at once, and again a minute later, when nothing is left to change.
	Eventually(t, awaitRelay, "what was booked follows the patients' workflows", func() bool {
		return s.Count(t, Database(Patient), "SELECT count(*) FROM workflow_orders WHERE due_at <= now() OR attempts > 0") == 0
	})
	Eventually(t, awaitRelay, "the outboxes are empty", func() bool { return s.OutboxIsEmpty(t) })
	found := Snapshot{}
	for _, service := range Services {
		type table struct {
			Name   string
			Tenant bool
		}
		var union []string
		for _, table := range Query[table](t, s, Database(service), tables) {
			if tenant == "" {
				union = append(union, digest(table.Name, ""))
			} else if table.Tenant {
				union = append(union, digest(table.Name, "tenant_id = '"+UUID(t, tenant)+"'"))
			}
		}
		if service == Audit {
			where := "event_type = 'WRITE'"
			if tenant != "" {
				where += " AND tenant_id = '" + UUID(t, tenant) + "'"
			}
			union = append(union, digest("audit_events", where))
		}
		if len(union) == 0 {
			continue
		}
		for _, line := range strings.Split(s.Exec(t, Database(service), strings.Join(union, " UNION ALL ")), "\n") {
			name, value, _ := strings.Cut(line, "|")
			found[service+"."+name] = value
		}
	}
	return found
}

func digest(table, where string) string {
	if where == "" {
		where = "true"
	}
	return fmt.Sprintf(`SELECT '%s', count(*) || ' rows ' ||
		coalesce(md5(string_agg(md5((to_jsonb(r) - '{last_used_at,due_at,attempts}'::text[])::text), '' ORDER BY to_jsonb(r)::text)), '')
		FROM %s r WHERE %s`, table, table, where)
}

// Differences names the tables whose rows are not the same.
func (a Snapshot) Differences(b Snapshot) []string {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, fmt.Sprintf("%s: %s, then %s", name, a[name], b[name]))
		}
	}
	return names
}
