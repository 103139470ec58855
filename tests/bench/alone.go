package main

import (
	"context"
	"net"
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
	*Beside
	patient *grpc.Server
}

// StartAlone starts it on sockets in a folder.
func StartAlone(e *Enlace, folder string) (*Alone, error) {
	patients := filepath.Join(folder, "patients.sock")
	listener, err := net.Listen("unix", patients)
	if err != nil {
		return nil, err
	}
	a := &Alone{patient: grpc.NewServer()}
	patientv1.RegisterPatientServiceServer(a.patient, instantPatients{})
	go func() { _ = a.patient.Serve(listener) }()
	a.Beside, err = StartBeside(e, "appointment", filepath.Join(folder, "alone.sock"),
		func(settings map[string]string) { settings["ENLACE_PATIENT_ADDRESS"] = "unix:" + patients })
	if err != nil {
		a.patient.Stop()
		return nil, err
	}
	return a, nil
}

// Stop ends both.
func (a *Alone) Stop() {
	a.Beside.Stop()
	a.patient.Stop()
}
