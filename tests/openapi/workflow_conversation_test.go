package openapi

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
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

// call is one write of the workflow, as the gateway got it.
type call struct {
	path, key string
	body      stack.Object
}

// listen is a URL that leads to the gateway and tells of every call before it is made.
func listen(t *testing.T, tell func(call)) string {
	t.Helper()
	target, err := url.Parse(enlace.URL)
	if err != nil {
		t.Fatal(err)
	}
	gateway := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(text))
		made := call{path: r.URL.Path, key: r.Header.Get("Idempotency-Key")}
		if err := json.Unmarshal(text, &made.body); err != nil {
			t.Errorf("%s: %v in %s", made.path, err, text)
		}
		tell(made)
		gateway.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// said is what the bot says at the end, on whichever branch.
func said(t *testing.T, gave map[string][]stack.Object, branch string) string {
	t.Helper()
	message := only(t, gave, "Lo que dice el bot").Text("mensaje")
	if message == "" || message != only(t, gave, branch).Text("mensaje") {
		t.Fatalf("the bot says %q; all: %v", message, gave)
	}
	return message
}

// appointmentsOf are those of the patient of the workflows, none when the clinic does not know her.
func appointmentsOf(t *testing.T, clinic *stack.Clinic) []stack.Object {
	t.Helper()
	return clinic.Must(t, 200, "GET", "/v1/appointments?patientDocTypeId=CC&patientDocNumber="+workflowPatient, nil).Objects(t, "appointments")
}

func TestTheWorkflowOfAConversationBooksTheFirstOffer(t *testing.T) {
	clinic := clinicWithHours(t, "Alpha Talking", "13:00", "17:00")
	var writes []call
	gave := replay(t, "conversacion", clinic, "url="+listen(t, func(c call) {
		if c.path != "/v1/slots/search" {
			writes = append(writes, c)
		}
	}))
	offer := only(t, gave, "Buscar horas").Member("body").Objects(t, "offers")[0]
	message := said(t, gave, "Cita agendada")
	if !strings.Contains(message, offer.Text("spoken")) || !strings.Contains(message, "de la tarde, con Ana Gil") {
		t.Errorf("the bot says %q of %v", message, offer)
	}
	booked := appointmentsOf(t, clinic)
	if len(booked) != 1 || booked[0].Text("startAppointment") != offer.Text("startAppointment") ||
		booked[0].Text("id") != only(t, gave, "Cita agendada").Text("id") {
		t.Errorf("%v was offered, booked is %v", offer, booked)
	}
	keys := map[string]bool{}
	for _, write := range writes {
		keys[write.key] = true
	}
	if len(writes) != 2 || len(keys) != 2 || keys[""] {
		t.Errorf("it writes %v", writes)
	}
}

// takeFrom gives the time of an offer to somebody else, whoever holds it.
func takeFrom(t *testing.T, clinic *stack.Clinic, other string, offer any) {
	t.Helper()
	held := clinic.Must(t, 200, "POST", "/v1/slots/hold", stack.Object{"offerId": offer})
	clinic.Must(t, 204, "DELETE", "/v1/slots/holds/"+held.Text("id"), nil)
	clinic.Must(t, 201, "POST", "/v1/appointments",
		clinic.BookingBody(other, held.Text("startAppointment"), held.Text("endAppointment")))
}

func TestTheWorkflowOfAConversationBooksAnAlternative(t *testing.T) {
	for when, path := range map[string]string{
		"the time is taken before it is held": "/v1/slots/hold",
		"the time is taken after a hold ends": "/v1/appointments",
	} {
		t.Run(when, func(t *testing.T) {
			clinic := clinicWithHours(t, "Alpha Talking "+path, "13:00", "17:00")
			_, other := clinic.NewPatient(t)
			var keys []string
			taken := false
			gave := replay(t, "conversacion", clinic, "url="+listen(t, func(c call) {
				if c.path == path && !taken {
					taken = true
					takeFrom(t, clinic, other, c.body["offerId"])
				}
				if c.path == "/v1/appointments" {
					keys = append(keys, c.key)
				}
			}))
			message := said(t, gave, "Otra hora agendada")
			chosen, instead := only(t, gave, "Hora elegida"), only(t, gave, "Otra hora")
			if !strings.Contains(message, instead.Text("spoken")) || instead.Text("spoken") == chosen.Text("spoken") {
				t.Errorf("the bot says %q of %v in place of %v", message, instead, chosen)
			}
			booked := appointmentsOf(t, clinic)
			if len(booked) != 1 || booked[0].Text("startAppointment") != instead.Text("startAppointment") {
				t.Errorf("%v was the alternative, booked is %v", instead, booked)
			}
			if slices.Sort(keys); len(slices.Compact(keys)) != len(keys) {
				t.Errorf("two bookings bear one key: %v", keys)
			}
		})
	}
}

func TestTheWorkflowOfAConversationPutsTheWishOnTheWaitlist(t *testing.T) {
	for who, known := range map[string]bool{"a new patient": false, "a known patient": true} {
		t.Run(who, func(t *testing.T) {
			clinic := clinicWithHours(t, "Alpha Waiting for "+who, "08:00", "12:00")
			if known {
				clinic.Must(t, 201, "POST", "/v1/patients", clinic.PatientBody(workflowPatient))
			}
			var entry string
			// Said twice on one day it is one wish.
			days := map[string]bool{}
			for range 2 {
				gave := replay(t, "conversacion", clinic)
				message := said(t, gave, "En lista de espera")
				if !strings.Contains(message, "lista de espera") || !strings.Contains(message, "de la mañana, con Ana Gil") {
					t.Errorf("the bot says %q", message)
				}
				entry = only(t, gave, "En lista de espera").Text("id")
				days[only(t, gave, "Lo que pide la persona").Text("earliest")] = true
			}
			waiting := clinic.Must(t, 200, "GET", "/v1/waitlist", nil).Objects(t, "waitlistEntries")
			if len(waiting) != len(days) {
				t.Fatalf("the waitlist is %v", waiting)
			}
			last := waiting[len(waiting)-1]
			if last.Text("id") != entry || last.Text("status") != "WAITING" || last.Text("partOfDay") != "AFTERNOON" || last.Text("specialty") == "" {
				t.Errorf("the entry is %v", last)
			}
			patient := clinic.Must(t, 200, "GET", "/v1/patients/"+last.Text("patientId"), nil)
			if patient.Text("docNumber") != workflowPatient || (patient.Text("firstName") == "Luz") != known {
				t.Errorf("%v waits", patient)
			}
			if booked := appointmentsOf(t, clinic); len(booked) != 0 {
				t.Errorf("booked is %v", booked)
			}
		})
	}
}

func TestTheWorkflowOfAConversationSaysWhyNot(t *testing.T) {
	clinic := clinicWithHours(t, "Alpha Refused", "13:00", "17:00")
	empty := clinicWithHours(t, "Alpha Refused and empty", "08:00", "12:00")
	for step, at := range map[string]struct {
		clinic *stack.Clinic
		scopes []string
	}{
		"Buscar horas":              {clinic, []string{"patients:read"}},
		"Apartar":                   {clinic, []string{"directory:read"}},
		"Agendar":                   {clinic, []string{"appointments:write"}},
		"Registrar paciente":        {empty, []string{"appointments:write"}},
		"Anotar en lista de espera": {empty, []string{"directory:read", "patients:write"}},
	} {
		t.Run(step, func(t *testing.T) {
			caller := *at.clinic
			_, caller.Key = at.clinic.NewKey(t, at.scopes...)
			gave := replay(t, "conversacion", &caller)
			answer := only(t, gave, step)
			message := said(t, gave, "No se pudo")
			if answer["statusCode"] != 403.0 || message != answer.Member("body").Text("detail") {
				t.Errorf("the bot says %q of %v", message, answer)
			}
		})
	}
}
