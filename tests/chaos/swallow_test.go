package chaos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
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

// swallower stands between a service and its database. Armed, it lets the next COMMIT through,
// keeps its reply, and hangs up.
type swallower struct {
	server string
	armed  atomic.Bool
	// committed counts the replies that were kept.
	committed atomic.Int32
}

// startSwallower listens in a folder of its own, as a server with this socket would.
func startSwallower(t *testing.T, socketFolder, port string) (s *swallower, folder string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "swallow")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	name := ".s.PGSQL." + port
	listener, err := net.Listen("unix", filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s = &swallower{server: filepath.Join(socketFolder, name)}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go s.pass(client)
		}
	}()
	return s, folder
}

func (s *swallower) pass(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("unix", s.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	var swallowing atomic.Bool
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			if err != nil {
				_ = server.Close()
				return
			}
			// The name of the prepared COMMIT, in the message that binds it.
			if bytes.Contains(buffer[:n], []byte("enlace_commit")) && s.armed.CompareAndSwap(true, false) {
				swallowing.Store(true)
			}
			if _, err := server.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		if swallowing.Load() {
			if bytes.Contains(buffer[:n], []byte("COMMIT\x00")) {
				s.committed.Add(1)
				return
			}
			continue
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// startBehind starts another patient service whose database is behind the swallower.
func startBehind(t *testing.T) (*swallower, patientv1.PatientServiceClient) {
	t.Helper()
	environment := enlace.Environment(t, stack.Patient)
	words := map[string]string{}
	for _, word := range strings.Fields(environment["ENLACE_DATABASE_URL"]) {
		name, value, _ := strings.Cut(word, "=")
		words[name] = value
	}
	s, folder := startSwallower(t, words["host"], words["port"])
	environment["ENLACE_DATABASE_URL"] = strings.Replace(environment["ENLACE_DATABASE_URL"],
		"host="+words["host"], "host="+folder, 1)
	socket := filepath.Join(folder, "patient.sock")
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
		s.armed.Store(true)
		_, err := patients.CreatePatient(stack.As(t, clinic.Key), request, grpc.WaitForReady(true))
		if reason := stack.RefusalOf(err).Reason; reason != "COMMIT_IN_DOUBT" {
			t.Fatalf("round %d: %v (%s)", round, status.Convert(err), reason)
		}
		if n := int(s.committed.Load()); n != round+1 {
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
