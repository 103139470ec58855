package e2e

import (
	"testing"

	"enlace.dev/tests/stack"
)

func TestOneRequestIdAndTraceLeadThroughEveryLog(t *testing.T) {
	clinic := enlace.NewClinic(t, "Trace")
	_, number := clinic.NewPatient(t)
	start, end := stack.NewSlot()
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	requestID := "trace-test-" + stack.NewID()
	answer := enlace.Call(t, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key,
		Body:   clinic.BookingBody(number, start, end),
		Header: map[string]string{"X-Request-Id": requestID, "Traceparent": "00-" + trace + "-00f067aa0ba902b7-01"}})
	if answer.Status != 201 || answer.Header.Get("X-Request-Id") != requestID {
		t.Fatalf("%d %s", answer.Status, answer.Header.Get("X-Request-Id"))
	}
	for process, method := range map[string]string{
		stack.Gateway:     "POST",
		stack.Appointment: "enlace.appointment.v1.AppointmentService/CreateAppointment",
		stack.Patient:     "enlace.patient.v1.PatientService/ResolvePatient",
	} {
		stack.Eventually(t, backWithin, process+" has logged the call", func() bool {
			for _, line := range enlace.LogLines(t, process) {
				if line.Text("request_id") == requestID && line.Text("trace_id") == trace && line.Text("method") == method {
					_, timed := line["latency_ms"].(float64)
					return timed
				}
			}
			return false
		})
	}
}

func TestEveryLineOfEveryLogIsJson(t *testing.T) {
	for _, process := range stack.Processes {
		if len(enlace.LogLines(t, process)) == 0 {
			t.Errorf("%s has logged nothing", process)
		}
	}
}
