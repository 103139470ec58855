package chaos

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// startBehind starts another patient service whose database is behind the swallower.
func startBehind(t *testing.T) (*commitLink, patientv1.PatientServiceClient) {
	t.Helper()
	environment := enlace.Environment(t, stack.Patient)
	dsn := environment["ENLACE_DATABASE_URL"]
	s := startCommitLink(t.Cleanup, t, wordOf(dsn, "host"), wordOf(dsn, "port"))
	environment["ENLACE_DATABASE_URL"] = withWord(dsn, "host", s.folder)
	socket := filepath.Join(s.folder, "patient.sock")
	environment["ENLACE_LISTEN"] = "unix:" + socket

	run := exec.Command(stack.Program(stack.Patient))
	for name, value := range environment {
		run.Env = append(run.Env, name+"="+value)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill()
		var killed *exec.ExitError
		if err := run.Wait(); err != nil && !errors.As(err, &killed) && !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	})
	conn, err := grpc.NewClient("unix:"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	stack.Eventually(t, 20*time.Second, "the service listens", func() bool {
		_, err := os.Stat(socket)
		return err == nil
	})
	return s, patientv1.NewPatientServiceClient(conn)
}

func TestARepeatResolvesACommitWhoseReplyWasLost(t *testing.T) {
	clinic := enlace.NewClinic(t, "In Doubt")
	s, patients := startBehind(t)
	for round := range 3 {
		number := stack.NewDocument()
		request := &patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE",
			FirstName: "Luz", LastName: "Rojas", DocTypeId: "CC", DocNumber: number,
			IdempotencyKey: fmt.Sprintf("in-doubt-%d", round)}
		s.lie(&ambush{})
		_, err := patients.CreatePatient(stack.As(t, clinic.Key), request, grpc.WaitForReady(true))
		if reason := stack.RefusalOf(err).Reason; reason != "COMMIT_IN_DOUBT" {
			t.Fatalf("round %d: %v (%s)", round, status.Convert(err), reason)
		}
		if n := int(s.struck.Load()); n != round+1 {
			t.Fatalf("round %d: %d replies were kept", round, n)
		}

		var header metadata.MD
		first, err := patients.CreatePatient(stack.As(t, clinic.Key), request, grpc.Header(&header))
		if err != nil || len(header.Get("idempotency-replayed")) != 1 {
			t.Fatalf("round %d: %v, %v", round, err, header)
		}
		again, err := patients.CreatePatient(stack.As(t, clinic.Key), request)
		if err != nil || !proto.Equal(first, again) {
			t.Errorf("round %d: %v, then %v (%v)", round, first, again, err)
		}
		rows := enlace.Count(t, "enlace_patient", "SELECT count(*) FROM patients WHERE doc_number = '"+number+"'")
		if rows != 1 {
			t.Errorf("round %d: %d rows", round, rows)
		}
	}
}
