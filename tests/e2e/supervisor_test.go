package e2e

import (
	"fmt"
	"net"
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

// supervisedWithin is more than three silent probes, ten seconds to drain and a start take on a busy
// machine.
const supervisedWithin = 3 * time.Minute

// replaced waits until another process than `pid`, which is gone, does a process's work.
func replaced(t *testing.T, s *stack.Stack, process string, pid int) {
	t.Helper()
	stack.Eventually(t, supervisedWithin, process+" is another one", func() bool {
		now, running := s.RunningPid(process)
		return running && now != pid && stack.HasEnded(pid)
	})
}

// deafen lets a service run out of files while somebody connects, after which gRPC's listener never
// accepts again; the connections that it has go on.
func deafen(t *testing.T, s *stack.Stack, service string) {
	t.Helper()
	pid := s.Pid(t, service)
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	limit := fmt.Sprintf("--nofile=%d:", len(open)+1)
	if out, err := exec.Command("prlimit", "--pid", fmt.Sprint(pid), limit).CombinedOutput(); err != nil {
		t.Fatalf("prlimit: %v: %s", err, out)
	}
	for range 40 {
		conn, err := net.DialTimeout("tcp", s.Address(service), 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
}

// mustHaveSaid fails unless the supervisor's log gives the reason for starting a process again.
func mustHaveSaid(t *testing.T, s *stack.Stack, process, why string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Dir, "log", "supervisor.log"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, why) && strings.Contains(line, `"process":"`+process+`"`) {
			return
		}
	}
	t.Errorf("the log does not say %q of %s:\n%s", why, process, text)
}

// killPostmaster ends PostgreSQL's first process at once.
func killPostmaster(t *testing.T, s *stack.Stack) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.DataFolder(t), "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	stack.Eventually(t, supervisedWithin, "PostgreSQL is gone", func() bool { return stack.HasEnded(pid) })
}

func TestTheSupervisorStartsAgainWhatEndsOrDoesNotAnswerUntilAStop(t *testing.T) {
	lines := stack.WatchCommandLines(t)
	s, err := stack.StartSupervised()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(t.Failed()); err != nil {
			t.Error(err)
		}
	})
	clinic := s.NewClinic(t, "Supervised")

	harms := []struct {
		process, why string
		harm         func(process string)
	}{
		{stack.Patient, "it ended", func(process string) { s.Signal(t, process, syscall.SIGKILL) }},
		{stack.Gateway, "it ended", func(process string) { s.Signal(t, process, syscall.SIGKILL) }},
		{stack.Audit, "it does not answer", func(process string) { deafen(t, s, process) }},
		{stack.Appointment, "it does not answer", func(process string) { s.Signal(t, process, syscall.SIGSTOP) }},
	}
	pids := map[string]int{}
	for _, h := range harms {
		pids[h.process] = s.Pid(t, h.process)
		h.harm(h.process)
	}
	for _, h := range harms {
		replaced(t, s, h.process, pids[h.process])
		mustHaveSaid(t, s, h.process, h.why)
	}
	stack.Eventually(t, supervisedWithin, "everything works again", clinic.Works)

	killPostmaster(t, s)
	stack.Eventually(t, supervisedWithin, "everything works again", clinic.Works)

	mustStayStopped(t, s)
	mustHaveToldNoSecret(t, s, lines)
}

// mustHaveToldNoSecret looks at what the supervisor and the others have written, and at how whatever ran
// since the stack was made was started.
func mustHaveToldNoSecret(t *testing.T, s *stack.Stack, lines *stack.CommandLines) {
	t.Helper()
	if len(s.LogLines(t, "supervisor")) == 0 || lines.Holding("roles.sh") == "" {
		t.Error("the supervisor has said nothing, or the start was not watched")
	}
	logs := s.Logs(t)
	for secret, file := range s.Secrets(t) {
		for name, log := range logs {
			if strings.Contains(string(log), secret) {
				t.Errorf("the log of %s holds a line of %s", name, file)
			}
		}
		if line := lines.Holding(secret); line != "" {
			t.Errorf("a command line holds a line of %s: %s", file, line)
		}
	}
}

// mustStayStopped stops a stack while its supervisor is about to start processes again.
func mustStayStopped(t *testing.T, s *stack.Stack) {
	t.Helper()
	processes := append([]string{stack.MailSink}, stack.Processes...)
	var pids []int
	for _, process := range processes {
		pids = append(pids, s.Pid(t, process))
	}
	s.Signal(t, stack.Gateway, syscall.SIGKILL)
	s.Signal(t, stack.Auth, syscall.SIGKILL)
	if err := s.Halt(); err != nil {
		t.Fatal(err)
	}
	for _, pid := range pids {
		if !stack.HasEnded(pid) {
			t.Errorf("process %d lives", pid)
		}
	}
	for _, process := range processes {
		if pid, running := s.RunningPid(process); running {
			t.Errorf("%s came back with pid %d", process, pid)
		}
	}
	// Whoever could start something holds this lock.
	lock, err := os.Open(filepath.Join(s.Dir, "run", "supervisor.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Errorf("the supervisor lives: %v", err)
	}
}
