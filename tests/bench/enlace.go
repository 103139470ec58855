package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Enlace is a whole private Enlace of the release build; see scripts/stack.sh.
type Enlace struct {
	// Root is the repository, Dir the stack's folder.
	Root, Dir string
	// URL is the base of the REST API.
	URL      string
	AdminKey string
	PGHost   string
	PGPort   string
	// PGData is the cluster's data folder, PGLog the server's log.
	PGData, PGLog string
	// Pids by process: auth, patient, appointment, audit, gateway.
	Pids map[string]int
	// Postmaster is PostgreSQL's first process.
	Postmaster int
}

var services = []string{"auth", "patient", "appointment", "audit"}

// Start starts what is down and reads where everything is.
func (e *Enlace) Start() error {
	if err := e.run("scripts/stack.sh", "start", "--dir", e.Dir, "--preset", preset(), "--ports", "free",
		"--no-seed", "--no-supervisor"); err != nil {
		return err
	}
	return e.read()
}

// Stop ends every process; the data stays.
func (e *Enlace) Stop() error { return e.run("scripts/stack.sh", "stop", "--dir", e.Dir) }

// Destroy ends every process and removes the data.
func (e *Enlace) Destroy() error {
	if _, err := os.Stat(e.Dir); err != nil {
		return nil
	}
	if err := e.Stop(); err != nil {
		return err
	}
	if err := e.run("scripts/cluster.sh", "destroy", filepath.Join(e.Dir, "pg")); err != nil {
		return err
	}
	return os.RemoveAll(e.Dir)
}

// StartDatabase starts the cluster alone, brought up to the newest migration.
func (e *Enlace) StartDatabase() error {
	if err := e.run("scripts/stack.sh", "migrate", "--dir", e.Dir); err != nil {
		return err
	}
	return e.readCluster()
}

func preset() string {
	if preset := os.Getenv("ENLACE_PRESET"); preset != "" {
		return preset
	}
	return "release"
}

func (e *Enlace) run(script string, arguments ...string) error {
	run := exec.Command(filepath.Join(e.Root, script), arguments...)
	// One key sends all that a machine can: what it costs to count the calls is measured, not refused.
	run.Env = append(os.Environ(), "PGPASSFILE="+e.Passfile(), "ENLACE_RATE_LIMIT_FACTOR=100000")
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", script, strings.Join(arguments, " "), err, out)
	}
	return nil
}

func (e *Enlace) read() error {
	settings, err := assignments(filepath.Join(e.Dir, "demo.env"))
	if err != nil {
		return err
	}
	e.URL, e.AdminKey = settings["ENLACE_URL"], settings["ENLACE_ADMIN_TOKEN"]
	e.Pids = map[string]int{}
	for _, name := range append([]string{"gateway"}, services...) {
		if e.Pids[name], err = readPid(filepath.Join(e.Dir, "run", name+".pid")); err != nil {
			return err
		}
	}
	return e.readCluster()
}

func (e *Enlace) readCluster() error {
	settings, err := assignments(filepath.Join(e.Dir, "pg", "cluster.env"))
	if err != nil {
		return err
	}
	e.PGHost, e.PGPort = settings["PGHOST"], settings["PGPORT"]
	e.PGData, e.PGLog = settings["PGDATA"], settings["PG_LOG"]
	e.Postmaster, err = readPid(filepath.Join(e.PGData, "postmaster.pid"))
	return err
}

// Environment is what a process was started with, as NAME=value.
func (e *Enlace) Environment(name string) (map[string]string, error) {
	return assignments(filepath.Join(e.Dir, "run", name+".env"))
}

// Socket is a service's gRPC address on a Unix socket, which the gateway uses too.
func (e *Enlace) Socket(service string) (string, error) {
	settings, err := e.Environment("gateway")
	if err != nil {
		return "", err
	}
	return settings["ENLACE_"+strings.ToUpper(service)+"_ADDRESS"], nil
}

// Passfile holds the passwords of the services' database roles.
func (e *Enlace) Passfile() string { return filepath.Join(e.Dir, "secrets", "pgpass") }

// DataKeyFile holds the services' secret keys, encrypted.
func (e *Enlace) DataKeyFile() string { return filepath.Join(e.Dir, "secrets", "data.keys") }

// KMSKeyFile holds what they are encrypted with.
func (e *Enlace) KMSKeyFile() string { return filepath.Join(e.Dir, "secrets", "kms.keys") }

// Psql runs statements as the superuser and returns what they print.
func (e *Enlace) Psql(database, sql string) (string, error) {
	run := exec.Command(filepath.Join(e.Root, "scripts", "cluster.sh"), "psql", filepath.Join(e.Dir, "pg"),
		"-d", database, "-v", "ON_ERROR_STOP=1", "-At", "-f", "-")
	run.Stdin = strings.NewReader(sql)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		return "", fmt.Errorf("psql: %w\n%s", err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// assignments lets a shell read NAME=value lines, because that is how they are quoted.
func assignments(path string) (map[string]string, error) {
	run := exec.Command("bash", "-c", `set -a; . "$0"; env -0`, path)
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	values := map[string]string{}
	for _, line := range strings.Split(string(out), "\x00") {
		if name, value, ok := strings.Cut(line, "="); ok {
			values[name] = value
		}
	}
	return values, nil
}

func readPid(path string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return strconv.Atoi(first)
}
