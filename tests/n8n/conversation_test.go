//go:build n8n

package n8n

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"enlace.dev/tests/stack"
)

// clinicWithHours has a doctor of the specialty in the workflow, who attends on weekdays in these hours.
func clinicWithHours(t *testing.T, name, from, to string) *stack.Clinic {
	t.Helper()
	clinic := enlace.NewClinic(t, name)
	clinic.Must(t, 200, "PATCH", "/v1/doctors/"+clinic.Doctor, stack.Object{"specialty": "Cardiología"})
	role := clinic.RoleBody(clinic.Doctor)
	hours := role["availableTimes"].([]any)[0].(stack.Object)
	hours["startTime"], hours["endTime"] = from, to
	clinic.Must(t, 201, "POST", "/v1/practitioner-roles", role)
	return clinic
}

// between is a URL whose calls `step` passes on to the gateway.
func between(t *testing.T, step func(gateway http.Handler, w http.ResponseWriter, r *http.Request)) string {
	t.Helper()
	target, err := url.Parse(enlace.URL)
	if err != nil {
		t.Fatal(err)
	}
	gateway := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { step(gateway, w, r) }))
	t.Cleanup(server.Close)
	return server.URL
}

// losing is a URL that loses the first answer of every write, which the gateway has done by then. The
// keys that a path was called with are added to `keys`.
func losing(t *testing.T, keys map[string][]string) string {
	t.Helper()
	return between(t, func(gateway http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/slots/search" {
			keys[r.URL.Path] = append(keys[r.URL.Path], r.Header.Get("Idempotency-Key"))
			if len(keys[r.URL.Path]) == 1 {
				gateway.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
		}
		gateway.ServeHTTP(w, r)
	})
}

// mustRepeat says that these paths alone were called, each twice under one key.
func mustRepeat(t *testing.T, keys map[string][]string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if got := keys[path]; len(got) != 2 || got[0] == "" || got[0] != got[1] {
			t.Errorf("%s was called with the keys %q", path, got)
		}
	}
	if len(keys) != len(paths) {
		t.Errorf("it wrote %v", keys)
	}
}

// taking is a URL where somebody else books a time just before it is held.
func taking(t *testing.T, clinic *stack.Clinic) string {
	t.Helper()
	_, other := clinic.NewPatient(t)
	return between(t, func(gateway http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/slots/hold" {
			text, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(text))
			var wanted stack.Object
			if err := json.Unmarshal(text, &wanted); err != nil {
				t.Error(err)
			}
			held := clinic.Must(t, 200, "POST", "/v1/slots/hold", wanted)
			clinic.Must(t, 204, "DELETE", "/v1/slots/holds/"+held.Text("id"), nil)
			clinic.Must(t, 201, "POST", "/v1/appointments",
				clinic.BookingBody(other, held.Text("startAppointment"), held.Text("endAppointment")))
		}
		gateway.ServeHTTP(w, r)
	})
}

const conversationPatient = "patientDocTypeId=CC&patientDocNumber=1032456789"

func TestAFreshN8nTalksToTheBookingAlthoughAnswersAreLost(t *testing.T) {
	clinic := clinicWithHours(t, "n8n Talking", "13:00", "17:00")
	keys := map[string][]string{}
	gave := newInstallation(t, clinic).execute("conversacion", stack.Object{"url": losing(t, keys)})
	mustSay(t, gave, "Lo que dice el bot", "Su cita quedó agendada", "de la tarde, con Ana Gil")
	mustRepeat(t, keys, "/v1/slots/hold", "/v1/appointments")
	booked := clinic.Must(t, 200, "GET", "/v1/appointments?"+conversationPatient, nil).Objects(t, "appointments")
	if len(booked) != 1 || booked[0].Text("id") != gave["Cita agendada"][0].Text("id") {
		t.Errorf("booked is %v", booked)
	}
}

func TestAFreshN8nTalksToAnotherTimeWhenSomebodyWasFaster(t *testing.T) {
	clinic := clinicWithHours(t, "n8n Second", "13:00", "17:00")
	gave := newInstallation(t, clinic).execute("conversacion", stack.Object{"url": taking(t, clinic)})
	mustSay(t, gave, "Lo que dice el bot", "Esa hora ya no estaba libre", "Su cita quedó agendada")
	booked := clinic.Must(t, 200, "GET", "/v1/appointments?"+conversationPatient, nil).Objects(t, "appointments")
	if len(booked) != 1 || booked[0].Text("startAppointment") != gave["Otra hora"][0].Text("startAppointment") {
		t.Errorf("booked is %v", booked)
	}
}

func TestAFreshN8nTalksToTheWaitlistAlthoughAnswersAreLost(t *testing.T) {
	clinic := clinicWithHours(t, "n8n Waiting", "08:00", "12:00")
	keys := map[string][]string{}
	gave := newInstallation(t, clinic).execute("conversacion", stack.Object{"url": losing(t, keys)})
	mustSay(t, gave, "Lo que dice el bot", "Quedó en la lista de espera", "de la mañana, con Ana Gil")
	mustRepeat(t, keys, "/v1/patients", "/v1/waitlist")
	waiting := clinic.Must(t, 200, "GET", "/v1/waitlist?"+conversationPatient, nil).Objects(t, "waitlistEntries")
	if len(waiting) != 1 || waiting[0].Text("status") != "WAITING" || waiting[0].Text("partOfDay") != "AFTERNOON" {
		t.Errorf("the waitlist is %v", waiting)
	}
}
