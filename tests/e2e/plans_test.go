package e2e

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"enlace.dev/tests/stack"
)

func patientBody() stack.Object {
	return stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Luz", "lastName": "Rojas",
		"docTypeId": "CC", "docNumber": stack.NewDocument(), "habeasData": true}
}

// used is how many of something the person's clinic has and may have.
func used(t *testing.T, p *stack.Person, what string) string {
	t.Helper()
	limits := p.Call(t, "GET", "/v1/tenants/limits", nil).Object(t)
	return fmt.Sprint(limits.Member(what)["used"], " of ", limits.Member(what)["most"])
}

// fill adds patients until the clinic has so many, not one by one.
func fill(t *testing.T, p *stack.Person, patients int) {
	t.Helper()
	enlace.Exec(t, stack.Database(stack.Patient), fmt.Sprintf("SET app.actor_id = 'test'; INSERT INTO patients "+
		"(tenant_id, id, workflow, owner_id) SELECT '%s', new_ulid(), 'prior_auth', 'bot@example.com' "+
		"FROM generate_series(1, %d)", stack.UUID(t, p.TenantID), patients))
}

func TestAPlanHoldsAsManyPatientsAsItSays(t *testing.T) {
	owner := enlace.Register(t, "Full Clinic")
	first := owner.Call(t, "POST", "/v1/patients", patientBody())
	fill(t, owner, 998)
	if got := used(t, owner, "patients"); got != "999 of 1000" {
		t.Fatalf("the clinic has %s patients", got)
	}
	var made, refused atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			answer, err := enlace.Send(stack.Request{Method: "POST", Path: "/v1/patients", Key: owner.AccessToken, Body: patientBody()})
			switch {
			case err == nil && answer.Status == http.StatusCreated:
				made.Add(1)
			case err == nil && answer.Status == http.StatusConflict && answer.Problem(t).Reason == "PLAN_LIMIT":
				refused.Add(1)
			default:
				t.Errorf("%v %s", err, answer.Body)
			}
		})
	}
	group.Wait()
	if made.Load() != 1 || refused.Load() != 49 || used(t, owner, "patients") != "1000 of 1000" {
		t.Errorf("%d were made and %d refused: %s", made.Load(), refused.Load(), used(t, owner, "patients"))
	}
	owner.Call(t, "DELETE", "/v1/patients/"+first.ID(), nil)
	if answer := owner.Call(t, "POST", "/v1/patients", patientBody()); answer.Status != http.StatusCreated {
		t.Errorf("%s", answer.Body)
	}
	if p := owner.Call(t, "POST", "/v1/patients/"+first.ID()+"/restore", stack.Object{}).Problem(t); p.Reason != "PLAN_LIMIT" {
		t.Errorf("a patient that is restored into a full clinic is answered %s", p.Reason)
	}
	if answer := owner.Call(t, "POST", "/v1/tenants/plan", stack.Object{"plan": "basic"}); answer.Status != http.StatusOK {
		t.Fatalf("%s", answer.Body)
	}
	if answer := owner.Call(t, "POST", "/v1/patients/"+first.ID()+"/restore", stack.Object{}); answer.Status != http.StatusOK {
		t.Errorf("%s", answer.Body)
	}
	if got := used(t, owner, "patients"); got != "1001 of 10000" {
		t.Errorf("after the upgrade the clinic has %s patients", got)
	}
}

func TestAPlanThatIsTooSmallIsRefusedAndSaysWhatIsOver(t *testing.T) {
	owner := enlace.Register(t, "Shrinking Clinic")
	for range 6 {
		answer := owner.Call(t, "POST", "/v1/doctors", stack.Object{"firstName": "Ana", "lastName": "Gil",
			"docTypeId": "CC", "docNumber": stack.NewDocument()})
		if answer.Status != http.StatusCreated {
			if p := answer.Problem(t); p.Reason != "PLAN_LIMIT" || used(t, owner, "doctors") != "5 of 5" {
				t.Fatalf("%s", answer.Body)
			}
			owner.Call(t, "POST", "/v1/tenants/plan", stack.Object{"plan": "premium"})
		}
	}
	fill(t, owner, 10_001)
	refused := owner.Call(t, "POST", "/v1/tenants/plan", stack.Object{"plan": "basic"})
	if p := refused.Problem(t); p.Reason != "PLAN_LIMIT" || p.Detail != "The clinic has more than the plan allows: 10001 patients > 10000." {
		t.Errorf("%s", refused.Body)
	}
	if answer := owner.Call(t, "POST", "/v1/patients", patientBody()); answer.Status != http.StatusCreated {
		t.Errorf("%s", answer.Body)
	}
}
