package isolation

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// As docs/operations.md has it: whoever comes over the network shows a certificate of a process, whose
// name leads to that service's roles.
const (
	networkRules = `hostssl all all 127.0.0.1/32 cert map=enlace
hostnossl all all 127.0.0.1/32 reject
`
	processRoles = `enlace /^(.*)$ enlace_\1_runtime
enlace /^(.*)$ enlace_\1_relay
enlace auth enlace_auth_platform
`
)

// writeFile writes a file of the database server's, which nobody else reads: it takes no other key.
func writeFile(t *testing.T, path, text string) {
	t.Helper()
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
	// With a delimiter that is nowhere in it and the letters of its escapes as they are.
	enlace.Exec(t, "postgres", "COPY (SELECT line FROM regexp_split_to_table("+quote(strings.TrimSuffix(text, "\n"))+
		", E'\\n') AS line WHERE line <> '') TO PROGRAM "+quote("umask 077; rm -f "+path+"; cat >"+path)+" (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')")
}

// withDatabaseTLS has PostgreSQL speak TLS on its port for the time of the test.
func withDatabaseTLS(t *testing.T) {
	t.Helper()
	folder := enlace.Exec(t, "postgres", "SHOW data_directory")
	read := func(name string) string {
		return enlace.Exec(t, "postgres", "SELECT pg_read_file('"+name+"')") + "\n"
	}
	access, names := read("pg_hba.conf"), read("pg_ident.conf")
	certificate, key := enlace.Certificate("database")
	for name, path := range map[string]string{"server.crt": certificate, "server.key": key,
		"root.crt": filepath.Join(enlace.Dir, "secrets", "tls", "ca.crt")} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, folder+"/"+name, string(text))
	}
	reload := func() { enlace.Exec(t, "postgres", "SELECT pg_reload_conf()") }
	t.Cleanup(func() {
		writeFile(t, folder+"/pg_hba.conf", access)
		writeFile(t, folder+"/pg_ident.conf", names)
		enlace.Exec(t, "postgres", "ALTER SYSTEM RESET ssl; ALTER SYSTEM RESET ssl_ca_file;")
		reload()
	})
	writeFile(t, folder+"/pg_hba.conf", networkRules+access)
	writeFile(t, folder+"/pg_ident.conf", names+processRoles)
	enlace.Exec(t, "postgres", "ALTER SYSTEM SET ssl = on;")
	enlace.Exec(t, "postgres", "ALTER SYSTEM SET ssl_ca_file = 'root.crt';")
	reload()
	stack.Eventually(t, 20*time.Second, "PostgreSQL has its rules", func() bool {
		return enlace.Exec(t, "postgres", "SHOW ssl") == "on" &&
			enlace.Count(t, "postgres", "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'cert' AND error IS NULL") == 1
	})
}

// overTLS is the connection string over the network, by the certificate of `process`.
func overTLS(t *testing.T, url, process, authority string) string {
	t.Helper()
	certificate, key := enlace.Certificate(process)
	url = replaceIn(url, "host", "127.0.0.1")
	// No password: the certificate is what counts.
	url = replaceIn(url, "passfile", filepath.Join(enlace.Dir, "no-passwords"))
	return fmt.Sprintf("%s sslmode=verify-full sslrootcert=%s sslcert=%s sslkey=%s", url, authority, certificate, key)
}

func TestAServiceKnowsItsDatabaseByTLSAndIsKnownByItsCertificate(t *testing.T) {
	withDatabaseTLS(t)
	authority := filepath.Join(enlace.Dir, "secrets", "tls", "ca.crt")
	own := enlace.Environment(t, stack.Patient)
	settings := func(process, authority string) map[string]string {
		env := as(t, stack.Patient, overTLS(t, own["ENLACE_DATABASE_URL"], process, authority))
		env["ENLACE_RELAY_DATABASE_URL"] = overTLS(t, own["ENLACE_RELAY_DATABASE_URL"], process, authority)
		return env
	}
	good := settings(stack.Patient, authority)
	delete(good, "ENLACE_LISTEN")
	enlace.NewService(t, stack.Patient, pairs(good)...)
	if encrypted := enlace.Count(t, "postgres", "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"+
		" WHERE ssl AND usename IN ('enlace_patient_runtime', 'enlace_patient_relay') AND client_dn = '/CN=patient'"); encrypted == 0 {
		t.Error("no connection of the service is encrypted")
	}

	strangers := t.TempDir()
	made := exec.Command(filepath.Join(stack.Root(), "scripts", "certificates.sh"), strangers, t.TempDir())
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	plain := settings(stack.Patient, authority)
	plain["ENLACE_DATABASE_URL"] = replaceIn(plain["ENLACE_DATABASE_URL"], "sslmode", "disable")
	for name, c := range map[string]struct {
		env map[string]string
		why string
	}{
		"a database that its authority did not sign": {settings(stack.Patient, strangers+"/ca.crt"), "certificate verify failed"},
		"the certificate of another service":         {settings(stack.Audit, authority), "authentication failed"},
		"no TLS":                                     {plain, "rejects connection"},
	} {
		if code, stderr := run(t, stack.Patient, c.env); code == 0 || !strings.Contains(stderr, c.why) {
			t.Errorf("with %s: exit code %d, %s", name, code, stderr)
		}
	}
}
