package isolation

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// beside lets one connection do its worst while another clinic's calls come over others. Each is served,
// or answered in one of the ways that are tolerated, and afterwards the same process answers everybody.
func beside(t *testing.T, attack func(), tolerated ...codes.Code) {
	t.Helper()
	alpha, _ := clinics(t)
	pid := enlace.Pid(t, stack.Patient)
	callBeside(t, alpha, attack, append(tolerated, codes.OK))
	stack.Eventually(t, patience, "new connections are heard", func() bool { return enlace.Hears(t, stack.Patient) })
	stack.Eventually(t, patience, "no call has a place any more", func() bool {
		told := enlace.Scrape(t, stack.Patient)
		return told["enlace_rpc_queue_running"] != nil && told.Sum("enlace_rpc_queue_running") == 0 && told.Sum("enlace_rpc_queue_waiting") == 0
	})
	stack.Eventually(t, patience, "everything works", alpha.Works)
	if now := enlace.Pid(t, stack.Patient); now != pid {
		t.Errorf("process %d is now %d", pid, now)
	}
}

// callBeside makes one call after another until the attack is over.
func callBeside(t *testing.T, clinic owned, attack func(), wanted []codes.Code) {
	t.Helper()
	client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	var group sync.WaitGroup
	defer group.Wait()
	over := make(chan struct{})
	defer close(over)
	group.Go(func() {
		for calls := 1; ; calls++ {
			if code := codeOfGet(client, clinic); !slices.Contains(wanted, code) {
				t.Errorf("beside it, call %d is answered %v", calls, code)
				return
			}
			select {
			case <-over:
				t.Logf("%d calls were answered beside it", calls)
				return
			default:
			}
		}
	})
	attack()
}

// codeOfGet is how a clinic's read of its own patient is answered.
func codeOfGet(client patientv1.PatientServiceClient, clinic owned) codes.Code {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", clinic.Key)
	_, err := client.GetPatient(ctx, &patientv1.GetPatientRequest{Id: clinic.patient})
	return status.Code(err)
}

// bounded tells whether the service grows by no more than so many bytes when an attack comes twice.
func bounded(t *testing.T, most int, attack func()) {
	t.Helper()
	pid := enlace.Pid(t, stack.Patient)
	before := stack.Resident(t, pid)
	attack()
	attack()
	grown := stack.Resident(t, pid) - before
	t.Logf("%d MiB more, beside %d", grown>>20, before>>20)
	// A sanitizer keeps what was freed.
	if grown > most && stack.Preset() != "asan" && stack.Preset() != "tsan" {
		t.Errorf("the service grew by %d bytes, beyond %d", grown, most)
	}
}
