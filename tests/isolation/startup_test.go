package isolation

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// run starts a program with these variables, and waits for it to end by itself.
func run(t *testing.T, process string, env map[string]string) (code int, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	program := exec.CommandContext(ctx, stack.Program(process))
	program.Env = []string{"PATH=" + os.Getenv("PATH")}
	for name, value := range env {
		program.Env = append(program.Env, name+"="+value)
	}
	var out, errors bytes.Buffer
	program.Stdout, program.Stderr = &out, &errors
	if err := program.Run(); err != nil && program.ProcessState == nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("%s serves: %s", process, out.String())
	}
	return program.ProcessState.ExitCode(), errors.String()
}

// as is a service's environment with another database role, away from the running one's addresses.
func as(t *testing.T, service, url string) map[string]string {
	t.Helper()
	env := enlace.Environment(t, service)
	env["ENLACE_LISTEN"] = "unix:" + filepath.Join(t.TempDir(), "s")
	env["ENLACE_DATABASE_URL"] = url
	return env
}

// replaceIn changes one keyword of a libpq connection string.
func replaceIn(url, keyword, value string) string {
	words := strings.Fields(url)
	for i, word := range words {
		if strings.HasPrefix(word, keyword+"=") {
			words[i] = keyword + "=" + value
		}
	}
	return strings.Join(words, " ")
}

// login makes a role that may do too much and returns the connection string for it.
func login(t *testing.T, service, role, rights string) string {
	t.Helper()
	database := stack.Database(service)
	enlace.Exec(t, database, "CREATE ROLE "+role+" LOGIN PASSWORD 'only-in-this-test' "+rights+";"+
		"GRANT CONNECT ON DATABASE "+database+" TO "+role+"; GRANT USAGE ON SCHEMA public TO "+role+";"+
		"GRANT SELECT ON goose_db_version TO "+role)
	t.Cleanup(func() { enlace.Exec(t, database, "DROP OWNED BY "+role+"; DROP ROLE "+role) })
	url := replaceIn(enlace.Environment(t, service)["ENLACE_DATABASE_URL"], "user", role)
	return url + " password=only-in-this-test"
}

func TestAServiceRefusesARoleThatIsAbovePolicies(t *testing.T) {
	for _, service := range stack.Services {
		t.Run(service, func(t *testing.T) {
			own := enlace.Environment(t, service)["ENLACE_DATABASE_URL"]
			for name, c := range map[string]struct{ url, why string }{
				"the owner of the tables": {replaceIn(own, "user", "enlace_"+service+"_owner"), "owns tables"},
				"a superuser":             {login(t, service, "test_super", "SUPERUSER"), "superuser"},
				"a role past policies":    {login(t, service, "test_bypass", "BYPASSRLS"), "BYPASSRLS"},
				"a member of the owner":   {login(t, service, "test_member", "IN ROLE enlace_"+service+"_owner"), "owns tables"},
			} {
				code, stderr := run(t, service, as(t, service, c.url))
				if code == 0 || !strings.Contains(stderr, c.why) || !strings.Contains(stderr, "runtime role") {
					t.Errorf("with %s: exit code %d, %s", name, code, stderr)
				}
			}
		})
	}
}

func TestAServiceRefusesALoosePromiseOfDurability(t *testing.T) {
	// The runtime role writes the rows, the relay role their access records.
	for _, variable := range []string{"ENLACE_DATABASE_URL", "ENLACE_RELAY_DATABASE_URL"} {
		env := as(t, stack.Patient, enlace.Environment(t, stack.Patient)["ENLACE_DATABASE_URL"])
		env[variable] += " options='-c synchronous_commit=off'"
		code, stderr := run(t, stack.Patient, env)
		if code == 0 || !strings.Contains(stderr, "synchronous_commit is off") {
			t.Errorf("%s: exit code %d, %s", variable, code, stderr)
		}
	}
}

func TestAServiceRefusesADatabaseThatLacksAMigration(t *testing.T) {
	database := "old_patient"
	roles := exec.Command(filepath.Join(stack.Root(), "scripts", "roles.sh"),
		filepath.Join(stack.Root(), "scripts", "cluster.sh"), "psql", enlace.Dir+"/pg")
	roles.Env = append(os.Environ(), "ENLACE_DATABASE_PREFIX=old_", "ENLACE_SERVICES=patient")
	if out, err := roles.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Cleanup(func() { enlace.Exec(t, "postgres", "DROP DATABASE "+database+" WITH (FORCE)") })
	url := replaceIn(enlace.Environment(t, stack.Patient)["ENLACE_DATABASE_URL"], "dbname", database)

	code, stderr := run(t, stack.Patient, as(t, stack.Patient, url))
	if code == 0 || !strings.Contains(stderr, "make migrate") {
		t.Errorf("with an empty database: exit code %d, %s", code, stderr)
	}

	words := map[string]string{}
	for _, word := range strings.Fields(url) {
		name, value, _ := strings.Cut(word, "=")
		words[name] = value
	}
	migrate := exec.Command(filepath.Join(stack.Root(), "scripts", "migrate.sh"), "patient")
	migrate.Env = append(os.Environ(), "ENLACE_DATABASE_PREFIX=old_", "GOOSE_COMMAND=up-by-one",
		"PGHOST="+words["host"], "PGPORT="+words["port"], "PGPASSFILE="+words["passfile"])
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	code, stderr = run(t, stack.Patient, as(t, stack.Patient, url))
	if code == 0 || !strings.Contains(stderr, "is at migration 1") || !strings.Contains(stderr, "make migrate") {
		t.Errorf("with the first migration only: exit code %d, %s", code, stderr)
	}
}

func TestMissingConfigurationIsNamed(t *testing.T) {
	required := map[string][]string{
		stack.Auth: {"ENLACE_LISTEN", "ENLACE_DATABASE_URL", "ENLACE_KMS_KEY_FILE", "ENLACE_DATA_KEY_FILE", "ENLACE_RELAY_DATABASE_URL", "ENLACE_PLATFORM_DATABASE_URL",
			"ENLACE_API_KEY_PEPPER_FILE", "ENLACE_TOKEN_KEY_FILE", "ENLACE_AUDIT_ADDRESS", "ENLACE_SERVICE_KEY_FILE",
			"ENLACE_SMTP_URL", "ENLACE_MAIL_FROM", "ENLACE_PUBLIC_URL", "ENLACE_PATIENT_ADDRESS", "ENLACE_APPOINTMENT_ADDRESS"},
		stack.Patient: {"ENLACE_LISTEN", "ENLACE_DATABASE_URL", "ENLACE_KMS_KEY_FILE", "ENLACE_DATA_KEY_FILE", "ENLACE_RELAY_DATABASE_URL", "ENLACE_AUTH_ADDRESS",
			"ENLACE_APPOINTMENT_ADDRESS", "ENLACE_AUDIT_ADDRESS", "ENLACE_SERVICE_KEY_FILE"},
		stack.Appointment: {"ENLACE_LISTEN", "ENLACE_DATABASE_URL", "ENLACE_KMS_KEY_FILE", "ENLACE_DATA_KEY_FILE", "ENLACE_RELAY_DATABASE_URL", "ENLACE_AUTH_ADDRESS",
			"ENLACE_PATIENT_ADDRESS", "ENLACE_AUDIT_ADDRESS", "ENLACE_SERVICE_KEY_FILE"},
		stack.Audit: {"ENLACE_LISTEN", "ENLACE_DATABASE_URL", "ENLACE_KMS_KEY_FILE", "ENLACE_DATA_KEY_FILE", "ENLACE_RELAY_DATABASE_URL", "ENLACE_AUTH_ADDRESS",
			"ENLACE_AUDIT_KEY_FILE", "ENLACE_CHECKPOINT_DIR"},
		stack.Gateway: {"ENLACE_AUTH_ADDRESS", "ENLACE_PATIENT_ADDRESS", "ENLACE_APPOINTMENT_ADDRESS", "ENLACE_AUDIT_ADDRESS"},
	}
	for process, names := range required {
		for _, name := range names {
			env := enlace.Environment(t, process)
			delete(env, name)
			if code, stderr := run(t, process, env); code != 2 || !strings.Contains(stderr, name) {
				t.Errorf("%s without %s: exit code %d, %q", process, name, code, stderr)
			}
		}
	}
	env := enlace.Environment(t, stack.Auth)
	env["ENLACE_OUTBOUND_PRIVATE"] = "127.0.0.1:1025,10.0.0.0/8"
	if code, stderr := run(t, stack.Auth, env); code != 2 || !strings.Contains(stderr, `ENLACE_OUTBOUND_PRIVATE is wrong: "10.0.0.0/8"`) {
		t.Errorf("a network in ENLACE_OUTBOUND_PRIVATE: exit code %d, %q", code, stderr)
	}
	// A key file without a key, a directory that is none, numbers and words that are none.
	for _, name := range []string{"ENLACE_POOL_SIZE", "ENLACE_CALLS", "ENLACE_GRPC_MEMORY_MB", "ENLACE_CHECKPOINT_SECONDS", "ENLACE_CHECKPOINT_DIR",
		"ENLACE_AUDIT_KEY_FILE", "ENLACE_METRICS_LISTEN", "ENLACE_LOG_LEVEL", "ENLACE_REFLECTION", "OTEL_EXPORTER_OTLP_ENDPOINT"} {
		env := enlace.Environment(t, stack.Audit)
		env[name] = "many"
		if name == "ENLACE_AUDIT_KEY_FILE" {
			env[name] = "/etc/passwd"
		}
		if code, stderr := run(t, stack.Audit, env); code != 2 || !strings.Contains(stderr, name) {
			t.Errorf("%s=%s: exit code %d, %q", name, env[name], code, stderr)
		}
	}
	for _, name := range []string{"ENLACE_GATEWAY_CALLS", "ENLACE_GATEWAY_CONNECTIONS", "OTEL_EXPORTER_OTLP_ENDPOINT"} {
		env := enlace.Environment(t, stack.Gateway)
		env[name] = "many"
		if code, stderr := run(t, stack.Gateway, env); code != 2 || !strings.Contains(stderr, name) {
			t.Errorf("%s=%s: exit code %d, %q", name, env[name], code, stderr)
		}
	}
}
