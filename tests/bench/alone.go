package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
)

// aloneProcess is an appointment service whose patient service answers at once, so that a booking's
// own cost can be told from that of the patient's check.
const aloneProcess = "appointment-alone"

// Alone is that service with what stands in for its patient service (client/instant_patients.cpp).
type Alone struct {
	*Beside
	patients *Beside
}

// StartAlone starts it on sockets in a folder; `patients` is the program that stands in.
func StartAlone(e *Enlace, patients, folder string) (*Alone, error) {
	socket := filepath.Join(folder, "patients.sock")
	instant, err := startBeside(exec.Command(patients, socket), socket)
	if err != nil {
		return nil, fmt.Errorf("start of the instant patients: %w", err)
	}
	appointment, err := StartBeside(e, "appointment", filepath.Join(folder, "alone.sock"),
		func(settings map[string]string) { settings["ENLACE_PATIENT_ADDRESS"] = "unix:" + socket })
	if err != nil {
		instant.Stop()
		return nil, err
	}
	return &Alone{Beside: appointment, patients: instant}, nil
}

// Stop ends both.
func (a *Alone) Stop() {
	a.Beside.Stop()
	a.patients.Stop()
}
