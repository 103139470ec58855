package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const backWithin = 10 * time.Second

// without runs a part of a test while a process is dead, and brings it back.
func without(t *testing.T, clinic *stack.Clinic, process string, part func()) {
	t.Helper()
	enlace.Kill(t, process)
	defer bringBack(t, clinic, process)
	part()
}

func bringBack(t *testing.T, clinic *stack.Clinic, process string) {
	t.Helper()
	enlace.StartProcess(t, process)
	stack.Eventually(t, backWithin, "everything works again", clinic.Works)
}

func TestABookingIsRefusedWhileThePatientServiceIsDown(t *testing.T) {
	clinic := enlace.NewClinic(t, "No Patients")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	body := clinic.BookingBody(number, start, end)
	without(t, clinic, stack.Patient, func() {
		answer := clinic.Call(t, "POST", "/v1/appointments", body)
		p := answer.Problem(t)
		if answer.Status != 503 || p.Code != "UNAVAILABLE" || answer.Header.Get("Retry-After") == "" ||
			p.RetryAfterSeconds == nil {
			t.Errorf("answered %d, Retry-After %q: %s", answer.Status, answer.Header.Get("Retry-After"), answer.Body)
		}
		stored := "SELECT count(*) FROM appointments WHERE tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
		if n := enlace.Count(t, stack.Database(stack.Appointment), stored); n != 0 {
			t.Errorf("%d appointments are stored", n)
		}
	})
	stack.Eventually(t, backWithin, "the same booking is taken", func() bool {
		return clinic.Call(t, "POST", "/v1/appointments", body).Status == 201
	})
}

func TestReadinessNamesTheServiceThatIsDown(t *testing.T) {
	clinic := enlace.NewClinic(t, "Readiness")
	for _, service := range stack.Services {
		t.Run(service, func(t *testing.T) {
			without(t, clinic, service, func() {
				answer := enlace.Call(t, stack.Request{Method: "GET", Path: "/readyz"})
				p := answer.Problem(t)
				if answer.Status != 503 || p.Reason != "NOT_READY" || answer.Header.Get("Retry-After") == "" {
					t.Errorf("answered %d %s", answer.Status, answer.Body)
				}
				for _, other := range stack.Services {
					if strings.Contains(p.Detail, other) != (other == service) {
						t.Errorf("with %s down the detail is %q", service, p.Detail)
					}
				}
				if alive := enlace.Call(t, stack.Request{Method: "GET", Path: "/healthz"}); alive.Status != 200 {
					t.Errorf("/healthz answers %d", alive.Status)
				}
			})
		})
	}
}

func TestOtherServicesWorkWhileOneIsDown(t *testing.T) {
	clinic := enlace.NewClinic(t, "Apart")
	_, number := clinic.NewPatient(t)
	appointment := clinic.NewAppointment(t, number)
	without(t, clinic, stack.Patient, func() {
		clinic.Must(t, 200, "GET", "/v1/appointments/"+appointment, nil)
		answer := clinic.Call(t, "GET", "/v1/patients?docTypeId=CC&docNumber="+number, nil)
		if p := answer.Problem(t); answer.Status != 503 || p.RetryAfterSeconds == nil {
			t.Errorf("a read of patients was answered %d: %s", answer.Status, answer.Body)
		}
	})
	without(t, clinic, stack.Audit, func() {
		// The outbox keeps the records meanwhile.
		id, _ := clinic.NewPatient(t)
		clinic.Must(t, 200, "GET", "/v1/patients/"+id, nil)
	})
	stack.Eventually(t, backWithin, "the audit has caught up", func() bool { return enlace.OutboxIsEmpty(t) })
}

func TestSigtermEndsEveryProcessWithinTenSeconds(t *testing.T) {
	clinic := enlace.NewClinic(t, "Sigterm")
	for _, process := range slices.Backward(stack.Processes) {
		t.Run(process, func(t *testing.T) {
			pid := enlace.Pid(t, process)
			enlace.Signal(t, process, sigterm)
			stack.Eventually(t, 10*time.Second, process+" has ended", func() bool { return stack.HasEnded(pid) })
			bringBack(t, clinic, process)
		})
	}
}
