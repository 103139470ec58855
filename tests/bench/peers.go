package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// Peer is the same API, written otherwise (peers/), on the same database.
type Peer struct{ Name, Title, Module string }

// Peers of the target table.
var Peers = []Peer{
	{"fastapi-orm", "FastAPI + SQLAlchemy + asyncpg", "orm"},
	{"fastapi-plain", "FastAPI on asyncpg by hand", "plain"},
}

// peerProcess is a peer among the watched processes.
const peerProcess = "peer"

// peerWorkloads are the REST workloads that the peers answer too.
var peerWorkloads = []string{"rest-get", "rest-create"}

// of names a workload beside this peer.
func (p Peer) of(workload string) string { return workload + " beside " + p.Name }

// StartPeer starts a peer, one process, on a free port.
func StartPeer(e *Enlace, python string, p Peer) (base string, process *os.Process, err error) {
	address, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", nil, err
	}
	run := exec.Command(python, "-m", "uvicorn", p.Module+":app", "--host", host, "--port", port, "--loop", "uvloop",
		"--http", "httptools", "--no-access-log", "--no-server-header", "--log-level", "warning")
	run.Dir = filepath.Join(e.Root, "tests", "bench", "peers")
	run.Env = append(os.Environ(), "PGHOST="+e.PGHost, "PGPORT="+e.PGPort, "PGPASSFILE="+e.Passfile(),
		"PYTHONDONTWRITEBYTECODE=1", "ENLACE_API_KEY_PEPPER_FILE="+filepath.Join(e.Dir, "secrets", "pepper"))
	run.Stderr = os.Stderr
	if err := run.Start(); err != nil {
		return "", nil, fmt.Errorf("start of %s: %w", p.Title, err)
	}
	base = "http://" + address
	if err := awaitOK(base + "/healthz"); err != nil {
		_ = run.Process.Kill()
		return "", nil, fmt.Errorf("start of %s: %w", p.Title, err)
	}
	return base, run.Process, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
}

// awaitOK asks until the answer is 200, for at most 20 seconds.
func awaitOK(url string) error {
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		response, err := http.Get(url)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("%s answered %s", url, response.Status)
		}
		if time.Now().After(end) {
			return err
		}
	}
}

// measurePeers sets REST through the gateway beside each peer, in turn.
func measurePeers(ctx context.Context, run *Run, bench *Bench, data DataSet, python string, results *Results) error {
	for _, peer := range Peers {
		if err := measurePeer(ctx, run, bench, data, python, peer, results); err != nil {
			return err
		}
	}
	return nil
}

func measurePeer(ctx context.Context, run *Run, bench *Bench, data DataSet, python string, peer Peer, results *Results) error {
	base, process, err := StartPeer(bench.Enlace, python, peer)
	if err != nil {
		return err
	}
	defer func() {
		_ = process.Kill()
		_, _ = process.Wait()
	}()
	bench.Watched.Processes[peerProcess] = process.Pid
	defer delete(bench.Watched.Processes, peerProcess)
	for _, w := range RESTWorkloads {
		if !slices.Contains(peerWorkloads, w.Name) {
			continue
		}
		cell := Cell{Workload: peer.of(w.Name), Title: w.Title + " beside " + peer.Title}
		if err := measureBeside(ctx, run, bench, data, w, cell, base, results); err != nil {
			return err
		}
	}
	return nil
}
