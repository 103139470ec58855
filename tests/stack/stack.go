// Package stack runs a whole private Enlace for a test package: a PostgreSQL cluster of its own,
// the four services, the gateway and a mail sink, in a folder of its own and on free ports. It speaks
// REST and gRPC to it, looks into its databases and mails, and ends and restarts its processes.
package stack

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"google.golang.org/grpc"
)

// Names of the processes.
const (
	Auth        = "auth"
	Patient     = "patient"
	Appointment = "appointment"
	Audit       = "audit"
	Gateway     = "gateway"
)

// Services are the processes that speak gRPC.
var Services = []string{Auth, Patient, Appointment, Audit}

// Processes are all processes of a stack.
var Processes = append(slices.Clone(Services), Gateway)

// Stack is a running Enlace. Safe for many goroutines.
type Stack struct {
	// Dir holds run/, log/, secrets/ and pg/; see scripts/stack.sh.
	Dir string
	// URL is the base of the REST API.
	URL string
	// HTTPSURL is the same over HTTPS.
	HTTPSURL string
	// AdminKey is the credential of the platform admin.
	AdminKey string
	// MailURL is where the mail sink shows what it took.
	MailURL string

	addresses map[string]string
	metrics   map[string]string
	mutex     sync.Mutex
	conns     map[string]*grpc.ClientConn
	overrides map[string]map[string]string
}

// running are the stacks that an interrupt has to stop.
var running struct {
	sync.Mutex
	stacks []*Stack
}

// limitFactor makes rate limits that no test reaches by accident.
const limitFactor = "ENLACE_RATE_LIMIT_FACTOR=1000"

// checkpointSeconds lets tests wait for checkpoints of the audit.
const checkpointSeconds = "ENLACE_CHECKPOINT_SECONDS=1"

// Main starts a stack, runs the tests of a package against it and stops it. `env` is passed on to
// the services: ENLACE_POOL_SIZE=2.
func Main(m *testing.M, made func(*Stack), env ...string) {
	s, err := Start(env...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go stopOnSignal()
	made(s)
	code := m.Run()
	if complaint := s.sanitizerComplaint(); complaint != "" {
		fmt.Fprintln(os.Stderr, "a sanitizer complains:", complaint)
		code = max(code, 1)
	}
	if err := s.Stop(code != 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// stopOnSignal leaves no process behind when somebody interrupts the tests.
func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	running.Lock()
	stacks := slices.Clone(running.stacks)
	running.Unlock()
	for _, s := range stacks {
		if err := s.Stop(true); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(1)
}

// Start makes a stack without any tenant. Nothing starts again what a test ends.
func Start(env ...string) (*Stack, error) { return start("--no-supervisor", env) }

// StartSupervised makes one whose processes are started again as those of `make up`.
func StartSupervised(env ...string) (*Stack, error) { return start("", env) }

func start(option string, env []string) (*Stack, error) {
	dir, err := os.MkdirTemp("", "enlace-stack-")
	if err != nil {
		return nil, err
	}
	// PostgreSQL's own user passes through it.
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, err
	}
	s := &Stack{Dir: dir, conns: map[string]*grpc.ClientConn{}, overrides: map[string]map[string]string{}}
	if err := s.makeCluster(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s.begin(option, env)
}

// Resume starts the stack of a folder that is there already.
func Resume(dir string, env ...string) (*Stack, error) {
	s := &Stack{Dir: dir, conns: map[string]*grpc.ClientConn{}, overrides: map[string]map[string]string{}}
	return s.begin("--no-supervisor", env)
}

func (s *Stack) begin(option string, env []string) (*Stack, error) {
	options := []string{"--ports", "free", "--no-seed"}
	if option != "" {
		options = append(options, option)
	}
	if err := s.script(append([]string{limitFactor, checkpointSeconds}, env...), "start", options...); err != nil {
		return nil, errors.Join(err, s.Stop(true))
	}
	if err := s.readSettings(); err != nil {
		return nil, errors.Join(err, s.Stop(true))
	}
	running.Lock()
	defer running.Unlock()
	running.stacks = append(running.stacks, s)
	return s, nil
}

// Halt ends every process and keeps everything else.
func (s *Stack) Halt() error { return s.script(nil, "stop") }

// Stop ends every process. With keepLogs the logs stay and are named.
func (s *Stack) Stop(keepLogs bool) error {
	running.Lock()
	running.stacks = slices.DeleteFunc(running.stacks, func(one *Stack) bool { return one == s })
	running.Unlock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
	err := s.Halt()
	if keepLogs {
		fmt.Fprintf(os.Stderr, "logs of the processes: %s/log\n", s.Dir)
		if log, failed := s.readPostgresLog(); failed == nil {
			err = errors.Join(err, os.WriteFile(filepath.Join(s.Dir, "log", "postgresql.log"), log, 0o600))
		}
		return errors.Join(err, os.RemoveAll(filepath.Join(s.Dir, "pg")))
	}
	return errors.Join(err, os.RemoveAll(s.Dir))
}

// script runs scripts/stack.sh on this stack. Stacks that start at the same moment would choose the
// same ports, so they queue up.
func (s *Stack) script(env []string, command string, arguments ...string) error {
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), fmt.Sprintf("enlace-stack-%d.lock", os.Getuid())), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	arguments = append([]string{command, "--dir", s.Dir, "--preset", Preset()}, arguments...)
	run := exec.Command(filepath.Join(Root(), "scripts", "stack.sh"), arguments...)
	// Whatever mail server the developer has: no test sends a mail to the world.
	run.Env = append(os.Environ(), "ENLACE_SMTP_URL=")
	run.Env = append(run.Env, env...)
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("scripts/stack.sh %s: %w\n%s", strings.Join(arguments, " "), err, out)
	}
	return nil
}

func (s *Stack) readSettings() error {
	settings, err := readAssignments(filepath.Join(s.Dir, "demo.env"))
	if err != nil {
		return err
	}
	s.URL, s.AdminKey = settings["ENLACE_URL"], settings["ENLACE_ADMIN_TOKEN"]
	s.MailURL, s.HTTPSURL = settings["ENLACE_MAIL_URL"], settings["ENLACE_HTTPS_URL"]
	s.addresses, s.metrics = map[string]string{}, map[string]string{}
	for _, process := range Processes {
		s.metrics[process] = settings["ENLACE_"+strings.ToUpper(process)+"_METRICS_URL"]
	}
	for _, service := range Services {
		s.addresses[service] = settings["ENLACE_"+strings.ToUpper(service)+"_ADDR"]
	}
	missing := slices.Contains(slices.Collect(maps.Values(s.addresses)), "") ||
		slices.Contains(slices.Collect(maps.Values(s.metrics)), "")
	if s.URL == "" || s.HTTPSURL == "" || s.AdminKey == "" || missing {
		return fmt.Errorf("%s/demo.env lacks addresses or keys", s.Dir)
	}
	return nil
}

// Root is the repository's root.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}

// Preset is the build that is tested: ENLACE_PRESET, or dev.
func Preset() string {
	if preset := os.Getenv("ENLACE_PRESET"); preset != "" {
		return preset
	}
	return "dev"
}
