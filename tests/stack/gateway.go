package stack

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// ExtraGateway is another gateway before the same services.
type ExtraGateway struct {
	// URL is the base of its REST API, HTTPSURL over HTTPS.
	URL, HTTPSURL string

	log *output
}

// output is what a process writes. Safe for many goroutines.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(b)
}

func (o *output) soFar() []byte {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return bytes.Clone(o.text.Bytes())
}

// Log is what it has written so far.
func (g *ExtraGateway) Log() []byte { return g.log.soFar() }

// NewGateway starts another gateway, configured as the stack's but for `env` (NAME=value; the last of
// a name counts), and ends it with the test.
func (s *Stack) NewGateway(t testing.TB, env ...string) *ExtraGateway {
	t.Helper()
	g := &ExtraGateway{log: &output{}}
	run := exec.Command(Program(Gateway))
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	for variable, value := range s.Environment(t, Gateway) {
		run.Env = append(run.Env, variable+"="+value)
	}
	run.Env = append(append(run.Env, "ENLACE_GATEWAY_LISTEN=127.0.0.1:0", "ENLACE_GATEWAY_TLS_LISTEN=127.0.0.1:0"), env...)
	run.Stdout, run.Stderr = g.log, g.log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Signal(syscall.SIGTERM)
		_ = run.Wait()
	})
	Eventually(t, 10*time.Second, "the gateway listens", func() bool {
		var line struct{ Msg, Scheme, Address string }
		for text := range bytes.Lines(g.Log()) {
			if json.Unmarshal(text, &line) != nil || line.Msg != "listening" {
				continue
			}
			if url := line.Scheme + "://" + line.Address; line.Scheme == "https" {
				g.HTTPSURL = url
			} else {
				g.URL = url
			}
		}
		return g.URL != "" && g.HTTPSURL != ""
	})
	return g
}

// Redis is a Redis of a test's own, on a Unix socket.
type Redis struct {
	// Address is what ENLACE_REDIS_ADDRESS takes.
	Address string

	process *os.Process
}

// NewRedis starts one and ends it with the test.
func NewRedis(t testing.TB) *Redis {
	t.Helper()
	folder, err := os.MkdirTemp("", "redis")
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(folder, "s")
	// Debian's redis-tools has the server's program under this name; the package redis-server would
	// also start a server on the machine.
	run := exec.Command("redis-check-rdb")
	run.Args = []string{"redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", ""}
	if err := run.Start(); err != nil {
		t.Fatalf("%v (scripts/install-deps.sh test)", err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill()
		_ = run.Wait()
		_ = os.RemoveAll(folder)
	})
	Eventually(t, 10*time.Second, "redis listens", func() bool {
		_, err := os.Stat(socket)
		return err == nil
	})
	return &Redis{Address: "unix:" + socket, process: run.Process}
}

// Kill ends it at once.
func (r *Redis) Kill(t testing.TB) {
	t.Helper()
	if err := r.process.Kill(); err != nil {
		t.Fatal(err)
	}
}
