package isolation

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/tests/stack"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// The values of personal data in this test are found nowhere else.
const (
	canaryName     = "Canariana"
	canaryDocument = "QZ7K3WX9PLM2"
	canaryPhone    = "+573197246135"
	canaryEmail    = "canary.qz7k3@canary-mail.example"
	canaryComment  = "canarycomment8842"
	canaryCustom   = "canarycustom5519"
	canaryMrn      = "CANARYMRN77413"
	canaryBirth    = "1917-03-29"
)

var canaries = []string{canaryName, strings.ToLower(canaryName), canaryDocument, strings.ToLower(canaryDocument), canaryPhone[1:],
	"3197246135", "canary.qz7k3", canaryComment, canaryCustom, canaryMrn, canaryBirth}

func TestNoLogHoldsPersonalData(t *testing.T) {
	clinic := enlace.NewClinic(t, "Quiet")
	patient := stack.Object{"eventType": "PATIENT", "actionType": "CREATE",
		"firstName": canaryName, "secondName": canaryName + "dos", "lastName": canaryName + "tres", "secondLastName": canaryName + "cuatro",
		"birthDate": canaryBirth, "docTypeId": "PA", "docNumber": canaryDocument, "mrn": canaryMrn,
		"phones": []string{canaryPhone}, "email": canaryEmail, "customFields": stack.Object{"key" + canaryCustom: canaryCustom}}
	id := clinic.Must(t, 201, "POST", "/v1/patients", patient).Text("id")
	start, end := stack.NewSlot()
	booking := stack.Object{"eventType": "APPOINTMENT", "actionType": "CREATE", "startAppointment": start, "endAppointment": end,
		"patientDocTypeId": "PA", "patientDocNumber": canaryDocument, "doctorId": clinic.Doctor,
		"comment": canaryComment, "customFields": stack.Object{"key": canaryCustom}}
	appointment := clinic.Must(t, 201, "POST", "/v1/appointments", booking).Text("id")
	for _, r := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/v1/patients/" + id, nil},
		{"GET", "/v1/patients?docTypeId=PA&docNumber=" + canaryDocument, nil},
		{"GET", "/v1/patients?email=" + canaryEmail + "&name=" + canaryName, nil},
		{"GET", "/v1/patients?phone=" + canaryPhone[1:] + "&customFields[" + canaryCustom + "]=" + canaryCustom, nil},
		{"PATCH", "/v1/patients/" + id, stack.Object{"secondName": canaryName + "cinco"}},
		{"PUT", "/v1/patients/by-document/PA/" + canaryDocument, stack.Object{"firstName": canaryName}},
		{"GET", "/v1/appointments/" + appointment, nil},
		{"GET", "/v1/appointments?patientDocTypeId=PA&patientDocNumber=" + canaryDocument, nil},
		{"PATCH", "/v1/appointments/" + appointment, stack.Object{"comment": canaryComment + "b"}},
		{"POST", "/v1/appointments/" + appointment + "/cancel", stack.Object{"comment": canaryComment + "c"}},
		{"GET", "/v1/audit/events", nil},
		{"GET", "/v1/audit/export", nil},
		{"GET", "/v1/patients/" + id + "/accesses", nil},
		{"DELETE", "/v1/patients/" + id, nil},
		{"POST", "/v1/patients/" + id + "/restore", `{}`},
	} {
		if answer := clinic.Call(t, r.method, r.path, r.body); answer.Status >= 300 {
			t.Errorf("%s %s: %d %s", r.method, r.path, answer.Status, answer.Body)
		}
	}
	enlace.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients/" + id, Key: clinic.Key,
		Header: map[string]string{"X-Purpose-Of-Use": "ETREAT", "X-Purpose-Reason": canaryName + " " + canaryDocument}})
	refuseCanaries(t, clinic, id, patient, booking)
	stack.Eventually(t, relayed, "the events are delivered", func() bool { return enlace.OutboxIsEmpty(t) })
	mustNotBeLogged(t, append(canaries, clinic.Key, clinic.Key[len(clinic.Key)-41:], enlace.AdminKey))
}

// refuseCanaries sends the same data in calls that are refused, at the edge, by the rules and by the
// database's constraints.
func refuseCanaries(t *testing.T, clinic *stack.Clinic, id string, patient, booking stack.Object) {
	t.Helper()
	text, err := json.Marshal(patient)
	if err != nil {
		t.Fatal(err)
	}
	cut := strings.TrimSuffix(string(text), "}")
	other, _ := clinic.NewPatient(t)
	for _, r := range []stack.Request{
		{Method: "POST", Path: "/v1/patients", Body: patient},
		{Method: "PATCH", Path: "/v1/patients/" + other, Body: stack.Object{"docTypeId": "PA", "docNumber": canaryDocument}},
		{Method: "POST", Path: "/v1/patients", Body: cut},
		{Method: "POST", Path: "/v1/patients", Body: cut + `,"` + canaryName + `":1}`},
		{Method: "POST", Path: "/v1/patients", Body: cut + `,"docNumber":"` + canaryDocument + `"}`},
		{Method: "POST", Path: "/v1/patients", Body: cut + ",\"x\":\"\xff\"}"},
		{Method: "POST", Path: "/v1/patients", Body: `{"firstName":"` + strings.Repeat(canaryName, 200_000) + `"}`},
		{Method: "POST", Path: "/v1/patients", Body: stack.Object{"docTypeId": "CC", "docNumber": canaryDocument, "email": canaryName,
			"phones": []string{canaryName}, "birthDate": canaryName, "genderId": canaryName, "epsId": canaryName,
			"eventType": canaryName, "workflow": canaryName + " x", "customFields": stack.Object{canaryCustom: 1e31}}},
		{Method: "POST", Path: "/v1/appointments", Body: booking},
		{Method: "POST", Path: "/v1/appointments", Body: stack.Object{"patientDocTypeId": "PA", "patientDocNumber": canaryDocument + "1",
			"doctorDocTypeId": "PA", "doctorDocNumber": canaryDocument, "comment": canaryComment, "state": canaryComment}},
		{Method: "GET", Path: "/v1/patients/" + canaryDocument},
		{Method: "GET", Path: "/v1/" + canaryDocument},
		{Method: "GET", Path: "/v1/patients?" + canaryName + "=" + canaryName},
		{Method: "GET", Path: "/v1/patients?email=" + canaryName + "&phone=" + canaryName},
		{Method: canaryName, Path: "/v1/patients"},
		{Method: "GET", Path: "/v1/patients/" + id, Header: map[string]string{"X-Request-Id": canaryName + " " + canaryDocument}},
		{Method: "GET", Path: "/v1/patients/" + id, Key: "enl_dev_" + canaryDocument},
	} {
		if r.Key == "" {
			r.Key = clinic.Key
		}
		if answer, err := enlace.Send(r); err == nil && answer.Status >= 500 {
			t.Errorf("%s %s: %d %s", r.Method, r.Path, answer.Status, answer.Body)
		}
	}
	client := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient))
	for _, r := range []*patientv1.UpdatePatientRequest{
		{Id: canaryDocument, FirstName: proto.String(canaryName)},
		{Id: id, FirstName: proto.String(canaryName + "\x00"), ClearFields: []string{canaryName}},
	} {
		if _, err := client.UpdatePatient(stack.As(t, clinic.Key), r); err == nil {
			t.Errorf("%v was taken", r)
		}
	}
	failInTheDatabase(t, clinic, id)
}

// failInTheDatabase lets a write run into its statement timeout, into a killed connection, and into a lock
// for longer than a second: the cases in which PostgreSQL itself writes into its log.
func failInTheDatabase(t *testing.T, clinic *stack.Clinic, id string) {
	t.Helper()
	database := stack.Database(stack.Patient)
	const trace = "5a7b3c9d1e2f40618293a4b5c6d7e8f9"
	write := func(done chan<- int) {
		answer, _ := enlace.Send(stack.Request{Method: "PATCH", Path: "/v1/patients/" + id, Key: clinic.Key,
			Body: stack.Object{"firstName": canaryName, "email": canaryEmail, "docTypeId": "PA", "docNumber": canaryDocument + "3"}})
		done <- answer.Status
	}
	unlock := enlace.HoldPatients(t)
	done := make(chan int, 2)
	go write(done)
	go write(done)
	stack.Eventually(t, relayed, "both writes wait", func() bool {
		return enlace.Count(t, database, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 2
	})
	enlace.Exec(t, database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted LIMIT 1")
	for range 2 {
		if status := <-done; status < 500 {
			t.Errorf("a write that failed was answered %d", status)
		}
	}
	unlock()
	stack.Eventually(t, relayed, "everything works again", clinic.Works)

	// Over gRPC, where a call may last longer than a busy machine needs to look twice.
	unlock = enlace.HoldPatients(t)
	slow := make(chan error)
	go func() {
		ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(stack.As(t, clinic.Key),
			"traceparent", "00-"+trace+"-00f067aa0ba902b7-01"), 28*time.Second)
		defer cancel()
		_, err := patientv1.NewPatientServiceClient(enlace.Conn(t, stack.Patient)).UpdatePatient(ctx,
			&patientv1.UpdatePatientRequest{Id: id, FirstName: proto.String(canaryName + "nueva")})
		slow <- err
	}()
	stack.Eventually(t, relayed, "a write has waited for more than a second", func() bool {
		return enlace.Count(t, database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "+
			"AND clock_timestamp() - query_start > interval '1100 ms'") == 1
	})
	unlock()
	if err := <-slow; err != nil {
		t.Fatalf("the slow write: %v", err)
	}
	mustHaveBeenSlow(t, trace)
}

// mustHaveBeenSlow looks for PostgreSQL's line about a statement that took longer than a second.
func mustHaveBeenSlow(t *testing.T, trace string) {
	t.Helper()
	slow := regexp.MustCompile(`(?m)^.*\[enlace-patient ` + trace + `\] LOG: +duration: .*UPDATE patients.*\$1.*$`)
	if log := enlace.PostgresLog(t); !slow.Match(log) {
		t.Errorf("no statement of the trace %q is told to be slow", trace)
	}
}

// The script runs at every start: a statement of it that takes long must not be told with its text.
func TestThePasswordsOfRolesAreInNoLog(t *testing.T) {
	passfile := filepath.Join(enlace.Dir, "secrets", "pgpass")
	text, err := os.ReadFile(passfile)
	if err != nil {
		t.Fatal(err)
	}
	scripts := filepath.Join(stack.Root(), "scripts")
	set := exec.Command(filepath.Join(scripts, "roles.sh"), filepath.Join(scripts, "cluster.sh"), "psql", filepath.Join(enlace.Dir, "pg"))
	set.Env = append(os.Environ(), "ENLACE_PASSFILE="+passfile, "PGOPTIONS=-c log_min_duration_statement=0")
	if out, err := set.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var passwords []string
	for entry := range strings.Lines(string(text)) {
		if fields := strings.Split(strings.TrimSpace(entry), ":"); len(fields) == 5 {
			passwords = append(passwords, fields[4])
		}
	}
	if len(passwords) < 12 || !bytes.Contains(enlace.PostgresLog(t), []byte("SET log_min_error_statement")) {
		t.Fatalf("%d passwords, or the log tells of no statement", len(passwords))
	}
	mustNotBeLogged(t, passwords)
}
