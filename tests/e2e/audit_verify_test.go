package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// evidence is what somebody outside has to judge a clinic's audit by.
type evidence struct{ folder, checkpoints string }

// gather fetches the key and the export, and copies the checkpoints, once they cover the resource's creation.
func gather(t *testing.T, clinic *stack.Clinic, resource string) evidence {
	t.Helper()
	e := evidence{t.TempDir(), filepath.Join(enlace.Dir, "checkpoints", clinic.ID+".checkpoints")}
	exported(t, clinic.Key, resource)
	var event string
	for _, found := range clinic.Must(t, 200, "GET", "/v1/audit/events?action=CREATE&resourceId="+resource, nil).Objects(t, "events") {
		event = found.Text("id")
	}
	proven(t, clinic, event, "")
	keys := enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/audit/key"})["keys"].([]any)
	e.write(t, "key", keys[0].(string)+"\n")
	answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/v1/audit/export", Key: clinic.Key})
	if answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	e.write(t, "export", string(answer.Body))
	return e
}

func (e evidence) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(e.folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (e evidence) lines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(e.folder, "export"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
}

// judge runs the verifier, which knows nothing but the evidence.
func (e evidence) judge(t *testing.T) (status int, said string) {
	t.Helper()
	program := filepath.Join(stack.Root(), "build", stack.Preset(), "services/audit/enlace-audit-verify")
	output, err := exec.Command(program, "--key", filepath.Join(e.folder, "key"), "--export", filepath.Join(e.folder, "export"),
		"--checkpoints", e.checkpoints).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		return exit.ExitCode(), string(output)
	}
	return 0, string(output)
}

func TestSomebodyOutsideFindsTheAuditUnchanged(t *testing.T) {
	clinic := enlace.NewClinic(t, "Verified Clinic")
	patient, _ := clinic.NewPatient(t)
	clinic.Must(t, 200, "PATCH", "/v1/patients/"+patient, `{"firstName":"Mariana"}`)
	clinic.Must(t, 200, "GET", "/v1/patients/"+patient, nil)
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients/" + patient, Key: clinic.Key,
		Header: map[string]string{"X-Purpose-Of-Use": "ETREAT", "X-Purpose-Reason": "Urgencias"}})
	_, reader := clinic.NewKey(t, "directory:read")
	enlace.Must(t, 403, stack.Request{Method: "GET", Path: "/v1/patients", Key: reader})
	events(t, clinic, map[string][]string{"eventType": {"REFUSAL"}}, 1)

	e := gather(t, clinic, patient)
	if status, said := e.judge(t); status != 0 {
		t.Errorf("%d: %s", status, said)
	}

	lines := e.lines(t)
	for name, forged := range map[string]string{
		"an edit":    strings.Join(lines[:1], "") + strings.Replace(lines[1], `"action":"`, `"action":"X`, 1) + strings.Join(lines[2:], ""),
		"a deletion": strings.Join(lines[:1], "") + strings.Join(lines[2:], ""),
		"a cut tail": strings.Join(lines[:2], ""),
	} {
		e.write(t, "export", forged)
		if status, said := e.judge(t); status != 1 {
			t.Errorf("%s: %d: %s", name, status, said)
		}
	}
}

func TestAnErasureLeavesTheProofWhole(t *testing.T) {
	owner := enlace.Register(t, "Erased And Verified")
	key := owner.Call(t, "POST", "/v1/auth/api-keys", stack.Object{"name": "auditor", "scopes": []string{"audit:read"}}).Object(t)
	clinic := enlace.ClinicOf(owner.TenantID, key.Text("plaintext"))
	patient := owner.Call(t, "POST", "/v1/patients", stack.Object{"eventType": "PATIENT", "actionType": "CREATE", "firstName": "Clotilde",
		"lastName": "Zubiría", "docTypeId": "CC", "docNumber": stack.NewDocument()}).Object(t).Text("id")
	before := gather(t, clinic, patient)
	if status, said := before.judge(t); status != 0 {
		t.Fatalf("%d: %s", status, said)
	}
	if answer := owner.Call(t, "POST", "/v1/audit/persons/"+patient+"/erase", stack.Object{"reason": "Solicitud de supresión del titular"}); answer.Status >= 300 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	stack.Eventually(t, 30*time.Second, "what was erased is exported without its data, and proves as before", func() bool {
		after := gather(t, clinic, patient)
		status, said := after.judge(t)
		if status != 0 {
			t.Fatalf("%d: %s", status, said)
		}
		return !strings.Contains(strings.Join(after.lines(t), ""), "Clotilde")
	})
}
