package stack

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Program is the path of a process's executable.
func Program(name string) string {
	switch name {
	case Gateway:
		return filepath.Join(Root(), "build", "gateway", "enlace-gateway")
	case MailSink:
		return filepath.Join(Root(), "build", "tools", "mailpit")
	}
	return filepath.Join(Root(), "build", Preset(), "services", name, "enlace-"+name)
}

// Environment is what a process was started with, as NAME=value, but for the address of its metrics,
// which a second process like it could not have.
func (s *Stack) Environment(t testing.TB, name string) map[string]string {
	t.Helper()
	values := s.wholeEnvironment(t, name)
	delete(values, "ENLACE_METRICS_LISTEN")
	return values
}

func (s *Stack) wholeEnvironment(t testing.TB, name string) map[string]string {
	t.Helper()
	values, err := readAssignments(filepath.Join(s.Dir, "run", name+".env"))
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// readAssignments lets a shell read NAME=value lines, because that is how they are quoted.
func readAssignments(path string) (map[string]string, error) {
	run := exec.Command("bash", "-c", `set -a; . "$0"; env -0`, path)
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	values := map[string]string{}
	for _, line := range bytes.Split(out, []byte{0}) {
		name, value, ok := strings.Cut(string(line), "=")
		if ok && (strings.HasPrefix(name, "ENLACE_") || strings.HasPrefix(name, "OTEL_") || strings.HasPrefix(name, mailSinkSettings)) {
			values[name] = value
		}
	}
	return values, nil
}

// Pid is the process id of a running process.
func (s *Stack) Pid(t testing.TB, name string) int {
	t.Helper()
	text, err := os.ReadFile(s.pidFile(name))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatalf("%s: %v", s.pidFile(name), err)
	}
	exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if strings.TrimSuffix(exe, " (deleted)") != Program(name) {
		t.Fatalf("%s does not run: pid %d is %q", name, pid, exe)
	}
	return pid
}

// RunningPid is the process id of a process, and whether it runs.
func (s *Stack) RunningPid(name string) (pid int, running bool) {
	text, err := os.ReadFile(s.pidFile(name))
	if err != nil {
		return 0, false
	}
	if pid, err = strconv.Atoi(strings.TrimSpace(string(text))); err != nil {
		return 0, false
	}
	exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return pid, strings.TrimSuffix(exe, " (deleted)") == Program(name) && !HasEnded(pid)
}

func (s *Stack) pidFile(name string) string { return filepath.Join(s.Dir, "run", name+".pid") }

// Signal sends a signal to a process.
func (s *Stack) Signal(t testing.TB, name string, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(s.Pid(t, name), signal); err != nil {
		t.Fatalf("%v to %s: %v", signal, name, err)
	}
}

// Kill ends a process at once, as kill -9 does.
func (s *Stack) Kill(t testing.TB, name string) {
	t.Helper()
	pid := s.Pid(t, name)
	s.Signal(t, name, syscall.SIGKILL)
	Eventually(t, 20*time.Second, name+" is gone", func() bool { return HasEnded(pid) })
}

// HasEnded tells that a process is gone, or a zombie that only its parent can clear away. Its first
// thread may be one while others still hold the sockets.
func HasEnded(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	if _, rest, _ := strings.Cut(string(stat), ") "); !strings.HasPrefix(rest, "Z") {
		return false
	}
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	return err != nil || len(threads) <= 1
}

// Override sets variables of a process that StartProcess starts, in place of what was set so before; an
// empty map takes them back.
func (s *Stack) Override(name string, values map[string]string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.overrides[name] = values
}

// StartProcess starts a process that was ended, with the same configuration as before, or with what
// Override says.
func (s *Stack) StartProcess(t testing.TB, name string) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(s.Dir, "log", name+".log"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	run := exec.Command(Program(name))
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	for variable, value := range s.wholeEnvironment(t, name) {
		run.Env = append(run.Env, variable+"="+value)
	}
	s.mutex.Lock()
	for variable, value := range s.overrides[name] {
		run.Env = append(run.Env, variable+"="+value)
	}
	s.mutex.Unlock()
	run.Stdout, run.Stderr = log, log
	run.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = run.Wait() }()
	if err := os.WriteFile(s.pidFile(name), []byte(strconv.Itoa(run.Process.Pid)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Ready tells whether the gateway reaches every service.
func (s *Stack) Ready() bool {
	answer, err := s.Send(Request{Method: "GET", Path: "/readyz"})
	return err == nil && answer.Status == 200
}
