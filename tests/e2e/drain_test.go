package e2e

import (
	"bytes"
	"context"
	"syscall"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/metadata"
)

const sigterm = syscall.SIGTERM

func TestACallThatIsRunningIsAnsweredBeforeTheProcessEnds(t *testing.T) {
	clinic := enlace.NewClinic(t, "Drain")
	for process, notice := range map[string]string{
		stack.Patient: "draining", stack.Gateway: "draining",
	} {
		t.Run(process, func(t *testing.T) {
			release := enlace.HoldPatients(t)
			answered := make(chan stack.Answer, 1)
			go func() {
				answer, err := enlace.Send(stack.Request{Method: "POST", Path: "/v1/patients", Key: clinic.Key,
					Body: clinic.PatientBody(stack.NewDocument())})
				if err != nil {
					t.Error(err)
				}
				answered <- answer
			}()
			awaitWaiting(t)
			pid, before := enlace.Pid(t, process), enlace.Log(t, process)
			enlace.Signal(t, process, sigterm)
			stack.Eventually(t, 20*time.Second, "the process is draining", func() bool {
				return bytes.Contains(enlace.Log(t, process)[len(before):], []byte(notice))
			})
			release()
			if answer := <-answered; answer.Status != 201 {
				t.Errorf("the call was answered %d: %s", answer.Status, answer.Body)
			}
			stack.Eventually(t, 30*time.Second, "the process has ended", func() bool { return stack.HasEnded(pid) })
			bringBack(t, clinic, process)
		})
	}
}

func TestAProcessEndsInTimeEvenWhenACallDoesNot(t *testing.T) {
	clinic := enlace.NewClinic(t, "Stuck")
	release := enlace.HoldPatients(t)
	defer release()
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(t.Context(), "x-api-key", clinic.Key), 28*time.Second)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)).CreatePatient(ctx,
			&patientv1.CreatePatientRequest{EventType: "PATIENT", ActionType: "CREATE", FirstName: "Luz", LastName: "Rojas",
				DocTypeId: "CC", DocNumber: stack.NewDocument()})
		ended <- err
	}()
	awaitWaiting(t)
	pid := enlace.Pid(t, stack.Patient)
	enlace.Signal(t, stack.Patient, sigterm)
	if !stack.Within(10*time.Second, func() bool { return stack.HasEnded(pid) }) {
		t.Error("the process has not ended after 10 s")
		enlace.Kill(t, stack.Patient)
	}
	if err := <-ended; err == nil {
		t.Error("the call was acknowledged")
	}
	release()
	bringBack(t, clinic, stack.Patient)
}

// awaitWaiting waits until a write waits for the lock.
func awaitWaiting(t *testing.T) {
	t.Helper()
	stack.Eventually(t, 20*time.Second, "the call waits for the lock", func() bool {
		return enlace.Count(t, stack.Database(stack.Patient), "SELECT count(*) FROM pg_locks WHERE NOT granted") == 1
	})
}
