package isolation

import (
	"sync"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestManyCallersOnAPoolOfTwoAreAnsweredOrTurnedAwayAndNoneHangs(t *testing.T) {
	alpha, _ := clinics(t)
	client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	const many, patience = 200, 6 * time.Second
	var mutex sync.Mutex
	answers := map[codes.Code]int{}
	var group sync.WaitGroup
	for range many {
		group.Go(func() {
			began := time.Now()
			name := "Luz"
			_, err := client.UpdatePatient(stack.As(t, alpha.Key), &patientv1.UpdatePatientRequest{Id: alpha.patient, SecondName: &name})
			mutex.Lock()
			defer mutex.Unlock()
			answers[status.Code(err)]++
			if took := time.Since(began); stack.Long() && took > patience {
				t.Errorf("an answer took %v", took)
			}
		})
	}
	group.Wait()
	t.Log(answers)
	if answers[codes.OK] == 0 || answers[codes.OK]+answers[codes.ResourceExhausted] != many {
		t.Errorf("the answers are %v", answers)
	}
	stack.Eventually(t, relayed, "everything works again", alpha.Works)
}
