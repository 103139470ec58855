package e2e

import (
	"bytes"
	"encoding/json"
	"testing"

	"enlace.dev/tests/stack"
)

// lines reads a process's log; each line must be a JSON object that says when, how grave, who, what.
func lines(t *testing.T, process string) []stack.Object {
	t.Helper()
	var all []stack.Object
	for _, text := range bytes.Split(bytes.TrimSpace(logOf(t, process)), []byte("\n")) {
		var line stack.Object
		if err := json.Unmarshal(text, &line); err != nil {
			t.Errorf("%s wrote a line that is no JSON: %s", process, text)
			continue
		}
		for _, name := range []string{"ts", "level", "msg"} {
			if line.Text(name) == "" {
				t.Errorf("%s wrote a line without %s: %s", process, name, text)
			}
		}
		if line.Text("service") != process {
			t.Errorf("%s calls itself %q", process, line.Text("service"))
		}
		all = append(all, line)
	}
	return all
}

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
			for _, line := range lines(t, process) {
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
		if len(lines(t, process)) == 0 {
			t.Errorf("%s has logged nothing", process)
		}
	}
}
