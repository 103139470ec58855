package e2e

import (
	"net/http"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// doctorsRegistration is a clinic of a doctor who administers it.
func doctorsRegistration(clinic string) stack.Object {
	return stack.Object{"clinicName": clinic, "ownerFirstName": "Lucía", "ownerLastName": "Herrera",
		"ownerEmail": "doctor-" + stack.NewDocument() + "@example.com", "password": stack.Password, "role": "admin_doctor",
		"licenseNumber": "RM-12345", "specialization": "Pediatría", "ownerDocTypeId": "CC", "ownerDocNumber": stack.NewDocument()}
}

// mustAppear waits until the clinic whose owner this is has its owner as a doctor.
func mustAppear(t *testing.T, registration stack.Object, session stack.Object, within time.Duration) {
	t.Helper()
	token := session.Text("accessToken")
	get := func(path string) stack.Answer {
		return enlace.Call(t, stack.Request{Method: "GET", Path: path, Key: token})
	}
	members := get("/v1/members").Object(t).Objects(t, "members")
	if len(members) != 1 || members[0].Text("role") != "ROLE_ORGANIZATION_ADMIN" || members[0].Text("doctorId") == "" {
		t.Fatalf("the members are %v", members)
	}
	path := "/v1/doctors/" + members[0].Text("doctorId")
	stack.Eventually(t, within, "the owner is a doctor", func() bool { return get(path).Status == http.StatusOK })
	doctor := get(path).Object(t)
	licences := doctor.Objects(t, "licences")
	if doctor.Text("firstName") != "Lucía" || doctor.Text("docNumber") != registration.Text("ownerDocNumber") ||
		doctor.Text("specialty") != "Pediatría" || len(licences) != 1 || licences[0].Text("number") != "RM-12345" {
		t.Errorf("the doctor is %v", doctor)
	}
	if count := get("/v1/tenants/limits").Object(t).Member("doctors"); count["used"] != float64(1) || count["most"] != float64(5) {
		t.Errorf("the trial counts %v doctors", count)
	}
	if rest := enlace.Count(t, stack.Database(stack.Auth), "SELECT count(*) FROM doctor_orders"); rest != 0 {
		t.Errorf("%d orders are left", rest)
	}
}

func TestADoctorRegistersAClinicAndIsItsFirstDoctor(t *testing.T) {
	enlace.ForgetAttempts(t)
	registration := doctorsRegistration("Doctor's Clinic")
	session := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: registration})
	mustAppear(t, registration, session, 10*time.Second)
}

func TestADoctorWhoRegistersDuringAnOutageAppearsAfterIt(t *testing.T) {
	enlace.ForgetAttempts(t)
	clinic := enlace.NewClinic(t, "Beside an Outage")
	registration := doctorsRegistration("Clinic of an Outage")
	var session stack.Object
	without(t, clinic, stack.Appointment, func() {
		began := time.Now()
		session = enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: registration})
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("the registration took %v", took)
		}
		// The order outlives auth as well.
		enlace.Kill(t, stack.Auth)
		enlace.StartProcess(t, stack.Auth)
	})
	mustAppear(t, registration, session, time.Minute)
}

func TestARegistrationSaysWhatADoctorHasToSend(t *testing.T) {
	enlace.ForgetAttempts(t)
	register := func(change func(stack.Object)) map[string]string {
		body := doctorsRegistration("Refused Clinic")
		change(body)
		reasons := map[string]string{}
		for _, violation := range enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/tenants/register-clinic", Body: body}).
			Problem(t).Violations {
			reasons[violation.Field] = violation.Reason
		}
		return reasons
	}
	missing := register(func(body stack.Object) {
		delete(body, "ownerDocTypeId")
		body["ownerDocNumber"] = "10.324.567"
	})
	if missing["ownerDocTypeId"] != "REQUIRED" || missing["ownerDocNumber"] != "DOCUMENT_CHARACTERS" || len(missing) != 2 {
		t.Errorf("%v", missing)
	}
	admin := register(func(body stack.Object) { body["role"] = "admin" })
	for _, field := range []string{"licenseNumber", "specialization", "ownerDocTypeId", "ownerDocNumber"} {
		if admin[field] != "DOCTOR_FIELD" {
			t.Errorf("%s of an administrator is answered %q", field, admin[field])
		}
	}
}
