package chaos

import (
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

// fault breaks something and, where nothing does it by itself, starts it again.
type fault struct {
	name string
	do   func(*testing.T, *rand.Rand)
}

func faults() []fault {
	all := []fault{
		{"the database ends every connection again and again", terminateBackends},
		{"one of PostgreSQL's processes is killed", killBackend},
		{"PostgreSQL stops immediately", restartDatabase},
	}
	for _, process := range stack.Processes {
		all = append(all, fault{process + " is killed", func(t *testing.T, random *rand.Rand) {
			enlace.Kill(t, process)
			pause(t, random, 400*time.Millisecond)
			enlace.StartProcess(t, process)
		}})
		all = append(all, fault{process + " stands still", func(t *testing.T, random *rand.Rand) {
			enlace.Signal(t, process, syscall.SIGSTOP)
			pause(t, random, 2*time.Second)
			enlace.Signal(t, process, syscall.SIGCONT)
		}})
		all = append(all, fault{process + " is killed twice in a row", func(t *testing.T, random *rand.Rand) {
			enlace.Kill(t, process)
			enlace.StartProcess(t, process)
			pause(t, random, 200*time.Millisecond)
			enlace.Kill(t, process)
			enlace.StartProcess(t, process)
		}})
	}
	return all
}

// pause lets a random time up to `most` pass.
func pause(t *testing.T, random *rand.Rand, most time.Duration) {
	t.Helper()
	timer := time.NewTimer(time.Duration(random.Int64N(int64(most))))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-t.Context().Done():
	}
}

func terminateBackends(t *testing.T, random *rand.Rand) {
	t.Helper()
	for range 10 {
		enlace.Exec(t, "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "+
			"WHERE datname LIKE 'enlace_%' AND backend_type = 'client backend'")
		pause(t, random, 100*time.Millisecond)
	}
}

// killBackend makes the server start anew, because shared memory may be damaged.
func killBackend(t *testing.T, _ *rand.Rand) {
	t.Helper()
	pid, err := strconv.Atoi(enlace.Exec(t, "postgres", "SELECT pid FROM pg_stat_activity "+
		"WHERE datname = 'enlace_appointment' AND backend_type = 'client backend' ORDER BY backend_start DESC LIMIT 1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Logf("backend %d: %v", pid, err)
	}
	stack.Eventually(t, 30*time.Second, "PostgreSQL has noticed", func() bool { return stack.HasEnded(pid) })
	awaitDatabase(t)
}

// awaitDatabase lets PostgreSQL recover, which takes as long as its disk takes.
func awaitDatabase(t *testing.T) {
	t.Helper()
	stack.Eventually(t, time.Minute, "PostgreSQL has recovered", func() bool {
		return enlace.Psql("postgres", "-c", "SELECT 1").Run() == nil
	})
}

// restartDatabase stops the server without a checkpoint, as a crash does, and starts it again.
func restartDatabase(t *testing.T, random *rand.Rand) {
	t.Helper()
	postmaster := postmasterPid(t)
	if err := syscall.Kill(postmaster, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	stack.Eventually(t, 30*time.Second, "PostgreSQL is down", func() bool { return stack.HasEnded(postmaster) })
	pause(t, random, 300*time.Millisecond)
	start := exec.Command(filepath.Join(stack.Root(), "scripts", "cluster.sh"), "start", enlace.Dir+"/pg")
	if out, err := start.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	awaitDatabase(t)
}

func postmasterPid(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(enlace.DataFolder(t), "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
