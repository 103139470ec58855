package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Beside is a service that runs the stack's own program once more, on a socket of its own.
type Beside struct {
	Target  string
	Process *os.Process
	wait    func() error
}

// StartBeside starts it with the settings of the stack's, but for what `change` does to them.
func StartBeside(e *Enlace, service, socket string, change func(settings map[string]string)) (*Beside, error) {
	settings, err := e.Environment(service)
	if err != nil {
		return nil, err
	}
	settings["ENLACE_LISTEN"] = "unix:" + socket
	delete(settings, "ENLACE_METRICS_LISTEN")
	change(settings)
	b, err := startBeside(program(e, service, settings), socket)
	if err != nil {
		return nil, fmt.Errorf("start of %s beside the other: %w", service, err)
	}
	return b, nil
}

func startBeside(run *exec.Cmd, socket string) (*Beside, error) {
	if err := run.Start(); err != nil {
		return nil, err
	}
	b := &Beside{Target: "unix:" + socket, Process: run.Process, wait: run.Wait}
	if err := awaitHealth(socket); err != nil {
		b.Stop()
		return nil, err
	}
	return b, nil
}

// Stop ends it.
func (b *Beside) Stop() {
	_ = b.Process.Signal(os.Interrupt)
	_ = b.wait()
}

// program is a service's own, with these settings.
func program(e *Enlace, service string, settings map[string]string) *exec.Cmd {
	run := exec.Command(filepath.Join(e.Root, "build", preset(), "services", service, "enlace-"+service))
	for name, value := range settings {
		run.Env = append(run.Env, name+"="+value)
	}
	return run
}
