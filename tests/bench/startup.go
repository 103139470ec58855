package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials/insecure"
	health "google.golang.org/grpc/health/grpc_health_v1"
)

// Idle is what a fresh service needs.
type Idle struct {
	// StartMS is the time from the start of its process to its first healthy answer.
	StartMS float64 `json:"startMs"`
	// MemoryMB is resident, a second later.
	MemoryMB float64 `json:"memoryMb"`
}

// MeasureIdle starts a service beside the running one, on a socket of its own, a few times, and
// returns the middle figures.
func MeasureIdle(e *Enlace, service, folder string, times int) (Idle, error) {
	settings, err := e.Environment(service)
	if err != nil {
		return Idle{}, err
	}
	socket := filepath.Join(folder, "idle.sock")
	settings["ENLACE_LISTEN"] = "unix:" + socket
	delete(settings, "ENLACE_METRICS_LISTEN")
	var starts, memories []float64
	for range times {
		idle, err := startOnce(program(e, service, settings), socket)
		if err != nil {
			return Idle{}, fmt.Errorf("start of %s: %w", service, err)
		}
		starts, memories = append(starts, idle.StartMS), append(memories, idle.MemoryMB)
	}
	slices.Sort(starts)
	slices.Sort(memories)
	return Idle{StartMS: starts[times/2], MemoryMB: memories[times/2]}, nil
}

func startOnce(run *exec.Cmd, socket string) (Idle, error) {
	begin := time.Now()
	if err := run.Start(); err != nil {
		return Idle{}, err
	}
	defer func() {
		_ = run.Process.Signal(os.Interrupt)
		_ = run.Wait()
		_ = os.Remove(socket)
	}()
	if err := awaitHealth(socket); err != nil {
		return Idle{}, err
	}
	idle := Idle{StartMS: float64(time.Since(begin).Microseconds()) / 1000}
	time.Sleep(time.Second)
	var err error
	idle.MemoryMB, err = residentMB(run.Process.Pid)
	return idle, err
}

// awaitHealth asks until the answer is SERVING, every other millisecond.
func awaitHealth(socket string) error {
	conn, err := grpc.NewClient("unix:"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backoff.Config{
			BaseDelay: 2 * time.Millisecond, Multiplier: 1, MaxDelay: 2 * time.Millisecond}}))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for {
		answer, err := health.NewHealthClient(conn).Check(ctx, &health.HealthCheckRequest{}, grpc.WaitForReady(true))
		if err == nil && answer.GetStatus() == health.HealthCheckResponse_SERVING {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("not healthy within 20 s: %w", err)
		}
		time.Sleep(2 * time.Millisecond)
	}
}
