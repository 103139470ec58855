package backup

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// visit is a patient of a clinic with a booking.
type visit struct{ patient, appointment string }

func newVisit(t *testing.T, clinic *stack.Clinic) visit {
	t.Helper()
	patient, number := clinic.NewPatient(t)
	return visit{patient, clinic.NewAppointment(t, number)}
}

// in tells the statuses of the visit's patient and appointment.
func (v visit) in(t *testing.T, clinic *stack.Clinic) string {
	t.Helper()
	return fmt.Sprint(clinic.Call(t, "GET", "/v1/patients/"+v.patient, nil).Status, " ",
		clinic.Call(t, "GET", "/v1/appointments/"+v.appointment, nil).Status)
}

// Nothing but a cipher and its salt can be read, by nobody but the server's user.
func checkEncryption(t *testing.T) {
	t.Helper()
	information, err := os.ReadFile(filepath.Join(enlace.Dir, "backup/backup/enlace/backup.info"))
	if err != nil || !bytes.HasPrefix(information, []byte("Salted__")) {
		t.Errorf("the repository is not encrypted: %v", err)
	}
	configuration, err := os.Stat(filepath.Join(filepath.Dir(enlace.DataFolder(t)), "pgbackrest.conf"))
	if err != nil || configuration.Mode().Perm() != 0o600 {
		t.Errorf("who may read the pass phrase: %v %v", configuration, err)
	}
}

// recovered is what the restore told of a clinic's chain.
func recovered(t *testing.T, dir string, clinic *stack.Clinic) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "recovered.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); fields[0] == clinic.ID {
			return fields
		}
	}
	t.Fatalf("%s is not among them:\n%s", clinic.ID, text)
	return nil
}

func TestARestoreBringsAMomentBackAndTellsWhatWasLost(t *testing.T) {
	busy, quiet := enlace.NewClinic(t, "Busy Clinic"), enlace.NewClinic(t, "Quiet Clinic")
	first, beside := newVisit(t, busy), newVisit(t, quiet)
	if code, said := script(t, "backup.sh", "--dir", enlace.Dir); code != 0 {
		t.Fatalf("%d %s", code, said)
	}
	checkEncryption(t)
	stack.Eventually(t, 30*time.Second, "the services are back after the server's restart", enlace.Ready)

	kept := newVisit(t, busy)
	settled(t, enlace)
	moment, left := enlace.Exec(t, "postgres", "SELECT clock_timestamp()"), records(t, enlace, busy)
	lost := newVisit(t, busy)
	settled(t, enlace)
	signed := records(t, enlace, busy)
	archived(t)

	dir := enlace.Dir + "-restored"
	t.Cleanup(func() {
		script(t, "cluster.sh", "stop", dir+"/pg")
		_ = os.RemoveAll(dir)
	})
	if err := os.Mkdir(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	code, report := restore(t, dir, "--to", moment)
	if code != 3 || !strings.Contains(report, "isolation lint    ok") || !strings.Contains(report, "audit verifier    ok") {
		t.Fatalf("%d %s", code, report)
	}
	want := fmt.Sprintf("%s %d %d %d %d-%d", busy.ID, left, signed, signed-left, left, signed-1)
	if told := strings.Join(recovered(t, dir, busy)[:5], " "); told != want {
		t.Errorf("told %s, want %s", told, want)
	}
	if told := recovered(t, dir, quiet); told[3] != "0" {
		t.Errorf("of whom nothing is lost: %v", told)
	}

	restored, err := stack.Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = restored.Stop(false) })
	after := restored.ClinicOf(busy.ID, busy.Key)
	for name, c := range map[string]struct{ found, want string }{
		"what the backup holds":        {first.in(t, after), "200 200"},
		"of another clinic":            {beside.in(t, restored.ClinicOf(quiet.ID, quiet.Key)), "200 200"},
		"what came before the moment":  {kept.in(t, after), "200 200"},
		"what came after the moment":   {lost.in(t, after), "404 404"},
		"the old stack keeps what was": {lost.in(t, busy), "200 200"},
	} {
		if c.found != c.want {
			t.Errorf("%s: %s", name, c.found)
		}
	}
	after.Name, after.Site, after.DoctorNumber = busy.Name, busy.Site, busy.DoctorNumber
	next := newVisit(t, after)
	if next.in(t, after) != "200 200" {
		t.Error("the next booking is not there")
	}
	checkChain(t, restored, after, left, signed)
}
