package openapi

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// The document of the patient in the workflows.
const workflowPatient = "1032456789"

// replay runs a workflow of docs/n8n against the stack and returns what each node gave.
func replay(t *testing.T, name string, clinic *stack.Clinic, settings ...string) map[string][]stack.Object {
	t.Helper()
	file := filepath.Join(stack.Root(), "docs", "n8n", name+".json")
	out := node(t, nil, append([]string{"replay.mjs", file, enlace.URL, clinic.Key}, settings...)...)
	var gave map[string][]stack.Object
	if err := json.Unmarshal(out, &gave); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return gave
}

func only(t *testing.T, gave map[string][]stack.Object, node string) stack.Object {
	t.Helper()
	if len(gave[node]) != 1 {
		t.Fatalf("%s gave %v; all: %v", node, gave[node], gave)
	}
	return gave[node][0]
}

func TestTheWorkflowRegistersAPatient(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Registering")
	done := only(t, replay(t, "registrar-paciente", clinic), "Paciente registrado")
	patient := clinic.Must(t, 200, "GET", "/v1/patients/"+done.Text("id"), nil)
	if patient.Text("docNumber") != workflowPatient || !strings.Contains(done.Text("mensaje"), "María Rodríguez") {
		t.Errorf("it says %v of %v", done, patient)
	}
}

func TestTheWorkflowFindsADoctorAndBooks(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Booking")
	clinic.Must(t, 201, "POST", "/v1/patients", clinic.PatientBody(workflowPatient))
	done := only(t, replay(t, "buscar-y-agendar", clinic), "Cita agendada")
	booked := clinic.Must(t, 200, "GET", "/v1/appointments/"+done.Text("id"), nil)
	if booked.Text("startAppointment") != "2026-12-01T14:00:00Z" || !strings.Contains(done.Text("mensaje"), "martes 1 de diciembre a las 9:00 de la mañana") {
		t.Errorf("it says %v of %v", done, booked)
	}
}

func TestTheWorkflowSaysThatTheTimeIsTaken(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Taken")
	clinic.Must(t, 201, "POST", "/v1/patients", clinic.PatientBody(workflowPatient))
	_, other := clinic.NewPatient(t)
	clinic.Must(t, 201, "POST", "/v1/appointments",
		clinic.BookingBody(other, "2026-12-01T09:00:00-05:00", "2026-12-01T09:30:00-05:00"))
	refused := only(t, replay(t, "buscar-y-agendar", clinic), "No se agendó")
	if refused.Text("motivo") != "SLOT_TAKEN" || refused.Text("mensaje") == "" || refused.Text("citasDelDia") != "1" {
		t.Errorf("it says %v", refused)
	}
}

func TestTheWorkflowReadsEveryPageOfAList(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Paging")
	ids := map[string]bool{}
	for range 5 {
		id, _ := clinic.NewPatient(t)
		ids[id] = true
	}
	gave := replay(t, "recorrer-lista", clinic, "porPagina=2")
	if len(gave["Listar pacientes"]) != 3 || len(gave["Paciente"]) != len(ids) {
		t.Fatalf("it read %d pages and %d patients", len(gave["Listar pacientes"]), len(gave["Paciente"]))
	}
	for _, patient := range gave["Paciente"] {
		delete(ids, patient.Text("id"))
	}
	if len(ids) != 0 {
		t.Errorf("it left out %v", ids)
	}
}

func TestTheWorkflowShowsWhatToMend(t *testing.T) {
	clinic := enlace.NewClinic(t, "Alpha Mending")
	refused := only(t, replay(t, "manejar-error", clinic), "Qué corregir")
	for _, field := range []string{"birthDate", "docNumber", "email"} {
		if !strings.Contains(refused.Text("mensaje"), field) || !strings.Contains(refused.Text("campos"), field) {
			t.Errorf("%s is not named in %v", field, refused)
		}
	}
}

// A person who imports them sets nothing but the URL and the key.
func TestTheWorkflowsNeedNothingButTheURLAndTheKey(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(stack.Root(), "docs", "n8n", "*.json"))
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var workflow struct {
			Nodes []struct {
				Name, Type  string
				Parameters  stack.Object
				Credentials map[string]struct{ ID, Name string }
			}
		}
		if filepath.Base(file) == "credencial.json" {
			continue
		}
		if err := json.Unmarshal(text, &workflow); err != nil || len(workflow.Nodes) == 0 {
			t.Fatalf("%s: %v", file, err)
		}
		for _, n := range workflow.Nodes {
			if n.Type != "n8n-nodes-base.httpRequest" {
				continue
			}
			if !strings.HasPrefix(n.Parameters.Text("url"), "={{ $('Ajustes').first().json.url }}/v1/") {
				t.Errorf("%s: %s goes to %s", filepath.Base(file), n.Name, n.Parameters.Text("url"))
			}
			if n.Credentials["httpHeaderAuth"].Name != "Enlace" {
				t.Errorf("%s: %s has the credential %v", filepath.Base(file), n.Name, n.Credentials)
			}
		}
	}
}
