package e2e

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// spansWithin outlasts the delay with which the processes send their spans.
const spansWithin = 30 * time.Second

const tracedParent = "00f067aa0ba902b7"

func newTraced(t *testing.T) (*stack.Stack, *stack.Collector) {
	t.Helper()
	collector := stack.NewCollector()
	t.Cleanup(collector.Close)
	traced, err := stack.Start("OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := traced.Stop(t.Failed()); err != nil {
			t.Error(err)
		}
	})
	return traced, collector
}

func traceparent(trace string) map[string]string {
	return map[string]string{"Traceparent": "00-" + trace + "-" + tracedParent + "-01"}
}

// ofTrace are the spans of a trace by their ids.
func ofTrace(c *stack.Collector, trace string) map[string]stack.TracedSpan {
	all := map[string]stack.TracedSpan{}
	for _, span := range c.Spans() {
		if hex.EncodeToString(span.TraceId) == trace {
			all[hex.EncodeToString(span.SpanId)] = span
		}
	}
	return all
}

// way is how a span is reached from the first of its trace: service:name, joined by " > ".
func way(all map[string]stack.TracedSpan, span stack.TracedSpan) string {
	own := span.Service + ":" + span.Name
	parent := hex.EncodeToString(span.ParentSpanId)
	if above, known := all[parent]; known {
		return way(all, above) + " > " + own
	}
	return parent + " > " + own
}

func TestABookingIsOneTraceFromTheGatewayToTheDatabase(t *testing.T) {
	traced, collector := newTraced(t)
	clinic := traced.NewClinic(t, "Canaria")
	number := stack.NewDocument()
	body := withPatient(clinic, number)
	body["comment"] = "canarycomment"
	body["patient"] = stack.Object{"firstName": "Canaryname", "lastName": "Canarylast", "docTypeId": "CC", "docNumber": number,
		"phones": []string{"310 555 7788"}, "email": "canary@clinic.example", "habeasData": true}
	const booking, lookup, refused = "4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4737", "4bf92f3577b34da6a3ce929d0e0e4738"
	traced.Must(t, 201, stack.Request{Method: "POST", Path: "/v1/appointments", Key: clinic.Key, Body: body, Header: traceparent(booking)})
	traced.Must(t, 200, stack.Request{Method: "GET", Path: "/v1/patients?docTypeId=CC&docNumber=" + number,
		Key: clinic.Key, Header: traceparent(lookup)})
	missing := traced.Must(t, 404, stack.Request{Method: "GET", Path: "/v1/patients/" + stack.NewID(), Key: clinic.Key, Header: traceparent(refused)})
	if missing.Text("traceId") != refused {
		t.Errorf("the error names the trace %q", missing.Text("traceId"))
	}

	const (
		edge    = tracedParent + " > enlace-gateway:POST /v1/appointments"
		booked  = edge + " > enlace-appointment:enlace.appointment.v1.AppointmentService/CreateAppointment"
		ensure  = "enlace.patient.v1.PatientService/EnsurePatient"
		asked   = booked + " > enlace-appointment:" + ensure
		ensured = asked + " > enlace-patient:" + ensure
	)
	var ways map[string]bool
	stack.Within(spansWithin, func() bool {
		all := ofTrace(collector, booking)
		ways = map[string]bool{}
		for _, span := range all {
			ways[way(all, span)] = true
		}
		return ways[edge] && ways[booked] && ways[asked] && ways[ensured] &&
			ways[booked+" > enlace-appointment:db.transaction"] && ways[ensured+" > enlace-patient:db.transaction"]
	})
	for _, want := range []string{edge, booked, asked, ensured, booked + " > enlace-appointment:db.transaction", ensured + " > enlace-patient:db.transaction"} {
		if !ways[want] {
			t.Errorf("no span %s", want)
		}
	}
	for found := range ways {
		if !strings.HasPrefix(found, edge) {
			t.Errorf("a span outside of the tree: %s", found)
		}
	}
	stack.Eventually(t, spansWithin, "the other traces came", func() bool {
		return len(ofTrace(collector, lookup)) > 2 && len(ofTrace(collector, refused)) > 1
	})
	for _, process := range []string{stack.Gateway, stack.Patient} {
		if !strings.Contains(string(traced.Log(t, process)), `"trace_id":"`+refused+`"`) {
			t.Errorf("the log of %s does not name the trace", process)
		}
	}
	for _, span := range collector.Spans() {
		text := strings.ToLower(span.String())
		for _, canary := range []string{"canary", number, "555", "7788", "clinic.example", "docnumber", strings.ToLower(clinic.ID)} {
			// Ids and times are random digits; what can hold a person's is text.
			if strings.Contains(withoutIds(text), canary) {
				t.Errorf("a span holds %q: %s", canary, text)
			}
		}
	}
}

// withoutIds is a printed span without its ids and times.
func withoutIds(span string) string {
	var kept []string
	for _, word := range strings.Fields(span) {
		if !strings.Contains(word, "_id:") && !strings.Contains(word, "_unix_nano:") {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
