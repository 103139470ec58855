package chaos

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"golang.org/x/sys/unix"
)

// probes is how often in a row a process may fail to answer a new connection before it counts as deaf.
const probes = 3

// exhaustFiles lets a process run out of file descriptors while connections come. Once it may have some again
// and still hears nothing, it is started anew, as its supervisor would: gRPC's listener may be deaf then.
func exhaustFiles(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	process := oneOf(random, stack.Processes)
	pid := r.Pid(t, process)
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	var before unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &before); err != nil {
		t.Fatal(err)
	}
	few := unix.Rlimit{Cur: uint64(len(open) + random.IntN(6)), Max: before.Max}
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &few, nil); err != nil {
		t.Fatal(err)
	}
	silent := connections{}
	for _, address := range r.listeners(t, process) {
		silent.open(40, address)
	}
	t.Logf("%s may have %d files, and %d connections came", process, few.Cur, len(silent))
	pause(t, random, 300*time.Millisecond, time.Second)
	return func() {
		if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &before, nil); err != nil {
			t.Fatal(err)
		}
		silent.close()
		r.startIfDeaf(t, process)
	}
}

func (r *rig) startIfDeaf(t *testing.T, process string) {
	t.Helper()
	for range probes {
		if r.Hears(t, process) {
			return
		}
	}
	t.Logf("%s was deaf and is started anew", process)
	r.Kill(t, process)
	r.StartProcess(t, process)
}

// listeners are a process's addresses, as network and address.
func (r *rig) listeners(t *testing.T, process string) [][2]string {
	t.Helper()
	if process == stack.Gateway {
		return [][2]string{{"tcp", strings.TrimPrefix(r.URL, "http://")}}
	}
	var all [][2]string
	for address := range strings.SplitSeq(r.Environment(t, process)["ENLACE_LISTEN"], ",") {
		if path, ok := strings.CutPrefix(address, "unix:"); ok {
			all = append(all, [2]string{"unix", path})
		} else {
			all = append(all, [2]string{"tcp", address})
		}
	}
	return all
}

// connections say nothing.
type connections []net.Conn

// open opens so many, as far as they are taken.
func (c *connections) open(many int, address [2]string) {
	const openers = 10
	var mutex sync.Mutex
	var group sync.WaitGroup
	for range openers {
		group.Go(func() {
			for range many / openers {
				conn, err := net.DialTimeout(address[0], address[1], 5*time.Second)
				if err != nil {
					return
				}
				mutex.Lock()
				*c = append(*c, conn)
				mutex.Unlock()
			}
		})
	}
	group.Wait()
}

func (c *connections) close() {
	for _, conn := range *c {
		_ = conn.Close()
	}
}

const silence = 5000

// crowdWithSilence opens 5,000 connections that say nothing; whoever says something is served meanwhile.
func crowdWithSilence(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	process := oneOf(random, stack.Processes)
	address := r.listeners(t, process)[0]
	for _, pid := range []int{os.Getpid(), r.Pid(t, process)} {
		raiseFileLimit(t, pid)
	}
	silent := connections{}
	silent.open(silence, address)
	t.Logf("%d connections to %s", len(silent), process)
	if len(silent) < silence {
		t.Errorf("only %d of %d connections were taken", len(silent), silence)
	}
	stack.Eventually(t, patience, "everything works beside them", func() bool { return r.watched.Works() && r.Hears(t, process) })
	return silent.close
}

// raiseFileLimit lets a process have as many files as it may.
func raiseFileLimit(t *testing.T, pid int) {
	t.Helper()
	var limit unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Max < silence+1000 {
		t.Fatalf("at most %d files are allowed: raise the hard limit above %d (ulimit -Hn)", limit.Max, silence+1000)
	}
	limit.Cur = limit.Max
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &limit, nil); err != nil {
		t.Fatal(err)
	}
}
