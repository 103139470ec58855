package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

func cluster(t *testing.T, command string) {
	t.Helper()
	run := exec.Command(filepath.Join(stack.Root(), "scripts", "cluster.sh"), command, enlace.Dir+"/pg")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("cluster.sh %s: %v: %s", command, err, out)
	}
}

func TestWithoutADatabaseCallersAreAskedToWait(t *testing.T) {
	clinic := enlace.NewClinic(t, "No Database")
	patient, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	cluster(t, "stop")
	stopped := true
	defer func() {
		if stopped {
			cluster(t, "start")
		}
	}()
	for _, r := range []stack.Request{
		{Method: "GET", Path: "/v1/patients/" + patient},
		{Method: "GET", Path: "/v1/patients"},
		{Method: "POST", Path: "/v1/patients", Body: clinic.PatientBody(stack.NewDocument())},
		{Method: "POST", Path: "/v1/appointments", Body: clinic.BookingBody(number, start, end)},
		{Method: "GET", Path: "/v1/audit/events"},
		{Method: "GET", Path: "/v1/tenants/me"},
	} {
		r.Key = clinic.Key
		answer := enlace.Call(t, r)
		p := answer.Problem(t)
		if answer.Status != 503 || p.Code != "UNAVAILABLE" || answer.Header.Get("Retry-After") == "" {
			t.Errorf("%s %s: %d %s", r.Method, r.Path, answer.Status, answer.Body)
		}
		for _, secret := range []string{"enlace_", "host", "port", "PGSQL", "SELECT", "INSERT", enlace.Dir} {
			if strings.Contains(p.Detail, secret) {
				t.Errorf("%s %s gives away %s: %s", r.Method, r.Path, secret, p.Detail)
			}
		}
	}
	stack.Eventually(t, backWithin, "/readyz says so", func() bool { return !enlace.Ready() })

	cluster(t, "start")
	stopped = false
	stack.Eventually(t, backWithin, "everything works again without help", clinic.Works)
}
