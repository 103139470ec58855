package isolation

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"enlace.dev/tests/stack"
)

const beforePrefix = "enlace_before_"

// script runs one of the project's scripts on databases of another name in the stack's cluster.
func script(t *testing.T, name, goose string, arguments ...string) {
	t.Helper()
	run := exec.Command(filepath.Join(stack.Root(), "scripts", name), arguments...)
	passfile := filepath.Join(enlace.Dir, "secrets", "pgpass")
	run.Env = append(os.Environ(), "ENLACE_DATABASE_PREFIX="+beforePrefix, "ENLACE_PASSFILE="+passfile, "PGPASSFILE="+passfile,
		"PGHOST="+enlace.ClusterSetting(t, "PGHOST"), "PGPORT="+enlace.ClusterSetting(t, "PGPORT"), "GOOSE_COMMAND="+goose)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// The owner who migrates sees nothing of a table whose policies are forced upon it.
func TestWhatWasThereBeforeAMigrationIsCounted(t *testing.T) {
	script(t, "roles.sh", "", filepath.Join(stack.Root(), "scripts", "cluster.sh"), "psql", enlace.Dir+"/pg")
	for _, c := range []struct{ service, before, fill, read, want string }{
		{stack.Patient, "8", "INSERT INTO patients (tenant_id, id, workflow, owner_id, deleted_at) SELECT CASE WHEN i < 4 THEN repeat('a', 32) ELSE repeat('b', 32) END::uuid, " +
			"new_ulid(), 'x', 'bot@example.com', CASE WHEN i = 1 THEN now() END FROM generate_series(1, 5) i; " +
			"UPDATE patients SET workflow = NULL, first_name = 'Eva', last_name = 'Gil', doc_type_id = 'CC', doc_number = '1' WHERE deleted_at IS NOT NULL; " +
			"INSERT INTO patients (tenant_id, id, first_name, last_name, doc_type_id, doc_number, owner_id) " +
			"VALUES (repeat('c', 32)::uuid, new_ulid(), 'Luz', 'Gil', 'CC', '1', 'bot@example.com')",
			"SELECT string_agg(live::text, ' ' ORDER BY tenant_id), " +
				"(SELECT count(*) FILTER (WHERE workflow = 'x') || ' of ' || count(*) FROM workflow_orders WHERE due_at <= now()) FROM tenant_counts",
			"2 2 1|4 of 5"},
		{stack.Appointment, "23", "INSERT INTO practitioners (tenant_id, id, first_name, last_name, doc_type_id, doc_number) SELECT new_ulid(), new_ulid(), " +
			"'Ana', 'Gil', 'CC', i::text FROM generate_series(1, 3) i",
			"SELECT string_agg(live::text, ' ') FROM tenant_counts", "1 1 1"},
		{stack.Auth, "11", "INSERT INTO tenants (tenant_id, name, slug, tenant_code, time_zone, created_at, updated_at) SELECT new_ulid(), 'Uno', " +
			"'uno-' || i, 'UNO_00' || i, 'America/Bogota', now(), now() FROM generate_series(1, 2) i",
			"SELECT count(*) FROM limit_orders WHERE due_at IS NOT NULL", "2"},
	} {
		t.Run(c.service, func(t *testing.T) {
			script(t, "migrate.sh", "up-to "+c.before, c.service)
			enlace.Exec(t, beforePrefix+c.service, "SET app.actor_id = 'test'; "+c.fill)
			script(t, "migrate.sh", "up", c.service)
			if got := enlace.Exec(t, beforePrefix+c.service, c.read); got != c.want {
				t.Errorf("%q instead of %q", got, c.want)
			}
		})
	}
}
