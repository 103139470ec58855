package chaos

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
	"golang.org/x/sys/unix"
)

// splitProcessors gives the callers the machine's last processor and Enlace with PostgreSQL all others, as
// callers elsewhere would have their own: an overload must not be one of the callers.
func splitProcessors(t *testing.T) {
	t.Helper()
	processors := runtime.NumCPU()
	if processors < 2 {
		t.Fatal("callers and Enlace need a processor each")
	}
	var theirs, ours unix.CPUSet
	for i := range processors - 1 {
		theirs.Set(i)
	}
	ours.Set(processors - 1)
	for _, name := range stack.Processes {
		bind(t, enlace.Pid(t, name), &theirs)
	}
	postmaster, _, _ := strings.Cut(enlace.Exec(t, "postgres", "SELECT pg_read_file('postmaster.pid')"), "\n")
	for _, pid := range append(childrenOf(t, postmaster), postmaster) {
		number, err := strconv.Atoi(pid)
		if err != nil {
			t.Fatal(err)
		}
		bind(t, number, &theirs)
	}
	bind(t, os.Getpid(), &ours)
}

// bind moves each thread of a process, and so those that these make; one that has just ended does not matter.
func bind(t *testing.T, pid int, to *unix.CPUSet) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		number, err := strconv.Atoi(filepath.Base(thread))
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.SchedSetaffinity(number, to); err != nil && err != unix.ESRCH {
			t.Fatalf("processors of %s: %v", thread, err)
		}
	}
}

func childrenOf(t *testing.T, pid string) (children []string) {
	t.Helper()
	threads, err := filepath.Glob("/proc/" + pid + "/task/*/children")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range threads {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		children = append(children, strings.Fields(string(text))...)
	}
	return children
}
