package chaos

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// theDatabase has a clock of its own too.
const theDatabase = "the database"

// ownClocks gives each service, and PostgreSQL, a clock that a file sets. The gateway, which is Go and asks the
// kernel itself, keeps the machine's: it decides nothing by it but limits of rate.
var ownClocks = &wiring{"own clocks", func(t *testing.T, r *rig) (overrides, func(*testing.T)) {
	found, _ := filepath.Glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
	if len(found) == 0 {
		t.Fatal("libfaketime is missing: scripts/install-deps.sh test")
	}
	folder := filepath.Join(r.Dir, "clocks")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	r.clocks = map[string]string{}
	all := overrides{}
	for _, name := range append([]string{theDatabase}, stack.Services...) {
		r.clocks[name] = filepath.Join(folder, name)
		r.setClock(t, name, "+0")
		all[name] = map[string]string{"LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": r.clocks[name], "FAKETIME_NO_CACHE": "1",
			// What waits goes by the monotonic clock, which nobody sets.
			"FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
	}
	var environment []string
	for name, value := range all[theDatabase] {
		environment = append(environment, name+"="+value)
	}
	delete(all, theDatabase)
	r.restartDatabase(t, environment)
	return all, func(t *testing.T) { r.restartDatabase(t, nil) }
}}

func (r *rig) restartDatabase(t *testing.T, environment []string) {
	t.Helper()
	r.databaseEnvironment = environment
	r.endDatabase(t, syscall.SIGINT)
	r.startDatabase(t)
}

// setClock takes effect at once.
func (r *rig) setClock(t *testing.T, name, off string) {
	t.Helper()
	fresh := r.clocks[name] + ".new"
	if err := os.WriteFile(fresh, []byte(off+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(fresh, r.clocks[name]); err != nil {
		t.Fatal(err)
	}
}

// setClocks sets one clock, or all, an hour forward or back.
func setClocks(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	names := append([]string{theDatabase}, stack.Services...)
	if random.IntN(3) > 0 {
		names = []string{oneOf(random, names)}
	}
	off := oneOf(random, []string{"+1h", "-1h"})
	t.Logf("%s: %v", off, names)
	for _, name := range names {
		r.setClock(t, name, off)
	}
	pause(t, random, 500*time.Millisecond, 1500*time.Millisecond)
	return func() {
		for _, name := range names {
			r.setClock(t, name, "+0")
		}
	}
}
