package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// aloneProcess is an appointment service whose patient service answers at once, so that a booking's
// own cost can be told from that of the patient's check.
const aloneProcess = "appointment-alone"

// instantPatients says of every id that such a patient exists.
type instantPatients struct {
	patientv1.UnimplementedPatientServiceServer
}

func (instantPatients) ResolvePatient(_ context.Context, r *patientv1.ResolvePatientRequest) (*patientv1.PatientReference, error) {
	return &patientv1.PatientReference{Id: r.GetId(), DocTypeId: proto.String("CC"),
		DocNumber: proto.String("1032456789")}, nil
}

// Alone is that service with its patient service, which runs in this program.
type Alone struct {
	Target  string
	Process *os.Process
	patient *grpc.Server
	wait    func() error
}

// StartAlone starts it on sockets in a folder.
func StartAlone(e *Enlace, folder string) (*Alone, error) {
	settings, err := e.Environment("appointment")
	if err != nil {
		return nil, err
	}
	socket, patients := filepath.Join(folder, "alone.sock"), filepath.Join(folder, "patients.sock")
	listener, err := net.Listen("unix", patients)
	if err != nil {
		return nil, err
	}
	a := &Alone{Target: "unix:" + socket, patient: grpc.NewServer()}
	patientv1.RegisterPatientServiceServer(a.patient, instantPatients{})
	go func() { _ = a.patient.Serve(listener) }()

	settings["ENLACE_LISTEN"], settings["ENLACE_PATIENT_ADDRESS"] = a.Target, "unix:"+patients
	run := program(e, "appointment", settings)
	if err := run.Start(); err != nil {
		a.patient.Stop()
		return nil, fmt.Errorf("start of %s: %w", aloneProcess, err)
	}
	a.Process, a.wait = run.Process, run.Wait
	if err := awaitHealth(socket); err != nil {
		a.Stop()
		return nil, fmt.Errorf("start of %s: %w", aloneProcess, err)
	}
	return a, nil
}

// Stop ends both.
func (a *Alone) Stop() {
	_ = a.Process.Signal(os.Interrupt)
	_ = a.wait()
	a.patient.Stop()
}

// program is a service's own, with these settings.
func program(e *Enlace, service string, settings map[string]string) *exec.Cmd {
	run := exec.Command(filepath.Join(e.Root, "build", preset(), "services", service, "enlace-"+service))
	for name, value := range settings {
		run.Env = append(run.Env, name+"="+value)
	}
	return run
}
