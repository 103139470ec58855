package stack

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// NewService starts another process of a service on the stack's databases, configured as the stack's
// own but for `env` (NAME=value; the last of a name counts), and ends it with the test. It listens on
// the port of loopback that is answered, with TLS.
func (s *Stack) NewService(t testing.TB, name string, env ...string) (address string) {
	t.Helper()
	address = freeAddress(t)
	log := &output{}
	run := exec.Command(Program(name))
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	for variable, value := range s.Environment(t, name) {
		run.Env = append(run.Env, variable+"="+value)
	}
	run.Env = append(append(run.Env, "ENLACE_LISTEN="+address), env...)
	run.Stdout, run.Stderr = log, log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = run.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = run.Process.Signal(syscall.SIGTERM)
		<-ended
	})
	listening := func() bool { return bytes.Contains(log.soFar(), []byte(`"listening"`)) }
	if !Within(20*time.Second, listening) {
		t.Fatalf("%s does not listen: %s", name, log.soFar())
	}
	return address
}

// freeAddress is one of loopback that nobody listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
