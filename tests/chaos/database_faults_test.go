package chaos

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// stopDatabaseFast ends every connection, writes a checkpoint and stops, as `pg_ctl stop` does.
func stopDatabaseFast(t *testing.T, r *rig, random *rand.Rand) func() {
	return stopDatabase(t, r, random, syscall.SIGINT)
}

// stopDatabaseAtOnce leaves the rest to the recovery.
func stopDatabaseAtOnce(t *testing.T, r *rig, random *rand.Rand) func() {
	return stopDatabase(t, r, random, syscall.SIGQUIT)
}

func killDatabase(t *testing.T, r *rig, random *rand.Rand) func() {
	return stopDatabase(t, r, random, syscall.SIGKILL)
}

func stopDatabase(t *testing.T, r *rig, random *rand.Rand, signal syscall.Signal) func() {
	t.Helper()
	r.endDatabase(t, signal)
	pause(t, random, 0, 300*time.Millisecond)
	return func() { r.startDatabase(t) }
}

// endDatabase waits for the server's processes too: those of one that was killed keep its shared memory for a
// moment, and no other can start before.
func (r *rig) endDatabase(t *testing.T, signal syscall.Signal) {
	t.Helper()
	postmaster := r.postmaster(t)
	all := append(children(t, postmaster), postmaster)
	if err := syscall.Kill(postmaster, signal); err != nil {
		t.Fatal(err)
	}
	stack.Eventually(t, patience, "PostgreSQL is down", func() bool {
		for _, pid := range all {
			if !stack.HasEnded(pid) {
				return false
			}
		}
		return true
	})
}

func children(t *testing.T, pid int) []int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, word := range strings.Fields(string(text)) {
		child, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, child)
	}
	return all
}

// startDatabase starts it and lets it recover, which takes as long as its disk takes. While one that was killed
// is not cleared away, its pid still counts as a server's.
func (r *rig) startDatabase(t *testing.T) {
	t.Helper()
	var told []byte
	answers := stack.Within(patience, func() bool {
		start := exec.Command(filepath.Join(stack.Root(), "scripts", "cluster.sh"), "start", r.Dir+"/pg")
		start.Env = append(os.Environ(), r.databaseEnvironment...)
		told, _ = start.CombinedOutput()
		return r.databaseAnswers()
	})
	if !answers {
		t.Fatalf("PostgreSQL does not start: %s", told)
	}
}

func (r *rig) databaseAnswers() bool { return r.Psql("postgres", "-c", "SELECT 1").Run() == nil }

func (r *rig) awaitDatabase(t *testing.T) {
	t.Helper()
	stack.Eventually(t, patience, "PostgreSQL has recovered", r.databaseAnswers)
}

// postmasterOf is the process that the data folder names; 0 when it has ended.
func (r *rig) postmasterOf(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.DataFolder(t), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil || stack.HasEnded(pid) {
		return 0
	}
	return pid
}

func (r *rig) postmaster(t *testing.T) int {
	t.Helper()
	pid := r.postmasterOf(t)
	if pid == 0 {
		t.Fatal("PostgreSQL does not run")
	}
	return pid
}

// killBackend makes the server start anew, because shared memory may be damaged.
func killBackend(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	service := oneOf(random, stack.Services)
	pid, err := strconv.Atoi(r.Exec(t, "postgres", "SELECT pid FROM pg_stat_activity WHERE datname = '"+stack.Database(service)+
		"' AND backend_type = 'client backend' ORDER BY backend_start DESC LIMIT 1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Logf("backend %d: %v", pid, err)
	}
	stack.Eventually(t, patience, "PostgreSQL has noticed", func() bool { return stack.HasEnded(pid) })
	return func() { r.awaitDatabase(t) }
}

func terminateBackends(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	for range 4 + random.IntN(8) {
		r.Exec(t, "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "+
			"WHERE datname LIKE 'enlace_%' AND backend_type = 'client backend'")
		pause(t, random, 0, 100*time.Millisecond)
	}
	return func() {}
}
