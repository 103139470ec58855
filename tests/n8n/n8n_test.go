//go:build n8n

// Package n8n imports the workflows of docs/n8n into a real n8n and runs them, with nothing set but
// the URL and the key. scripts/n8n.sh installs n8n and runs it; tests/openapi replays the same
// workflows without n8n.
package n8n

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }

// installation is an n8n with a database of its own.
type installation struct {
	t                *testing.T
	packages, folder string
}

// newInstallation calls with the clinic's key.
func newInstallation(t *testing.T, clinic *stack.Clinic) *installation {
	t.Helper()
	n := &installation{t: t, packages: filepath.Join(stack.Root(), "build", "n8n", "node_modules"), folder: t.TempDir()}
	var credentials []stack.Object
	read(t, "credencial", &credentials)
	credentials[0].Member("data")["value"] = clinic.Key
	n.importFile("credentials", credentials)
	return n
}

// run is n8n's command line.
func (n *installation) run(arguments ...string) []byte {
	n.t.Helper()
	run := exec.Command(filepath.Join(n.packages, "node", "bin", "node"),
		append([]string{filepath.Join(n.packages, "n8n", "bin", "n8n")}, arguments...)...)
	run.Env = append(os.Environ(), "N8N_USER_FOLDER="+n.folder, "N8N_DIAGNOSTICS_ENABLED=false",
		"N8N_VERSION_NOTIFICATIONS_ENABLED=false", "N8N_PERSONALIZATION_ENABLED=false")
	out, err := run.CombinedOutput()
	if err != nil {
		n.t.Fatalf("n8n %v: %v\n%s", arguments, err, out)
	}
	return out
}

func (n *installation) importFile(kind string, content any) {
	n.t.Helper()
	text, err := json.Marshal(content)
	if err != nil {
		n.t.Fatal(err)
	}
	file := filepath.Join(n.folder, "import.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		n.t.Fatal(err)
	}
	n.run("import:"+kind, "--input="+file)
}

func read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(stack.Root(), "docs", "n8n", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// execute imports a workflow, with other values in the fields of its nodes, runs it and returns the
// items that each node gave.
func (n *installation) execute(name string, values stack.Object) map[string][]stack.Object {
	n.t.Helper()
	var workflow stack.Object
	read(n.t, name, &workflow)
	for _, node := range workflow.Objects(n.t, "nodes") {
		if node.Member("parameters")["assignments"] == nil {
			continue
		}
		for _, field := range node.Member("parameters").Member("assignments").Objects(n.t, "assignments") {
			if value, ok := values[field.Text("name")]; ok && node.Text("name") == "Ajustes" {
				field["value"] = value
			}
		}
	}
	n.importFile("workflow", workflow)
	out := n.run("execute", "--id="+workflow.Text("id"))
	var ended struct {
		Status string
		Data   struct {
			ResultData struct {
				RunData map[string][]struct {
					Data struct {
						Main [][]struct{ JSON stack.Object }
					}
				}
			}
		}
	}
	// Its log stands around what it prints.
	begin := bytes.Index(out, []byte("\n{"))
	if err := json.NewDecoder(bytes.NewReader(out[begin+1:])).Decode(&ended); err != nil || ended.Status != "success" {
		n.t.Fatalf("%s: %v\n%s", name, err, out)
	}
	gave := map[string][]stack.Object{}
	for node, runs := range ended.Data.ResultData.RunData {
		for _, output := range runs[0].Data.Main {
			for _, item := range output {
				gave[node] = append(gave[node], item.JSON)
			}
		}
	}
	return gave
}

func mustSay(t *testing.T, gave map[string][]stack.Object, node string, texts ...string) {
	t.Helper()
	if len(gave[node]) != 1 {
		t.Fatalf("%s gave %v; all: %v", node, gave[node], gave)
	}
	for _, text := range texts {
		if !strings.Contains(gave[node][0].Text("mensaje"), text) {
			t.Errorf("%s says %v without %q", node, gave[node][0], text)
		}
	}
}

func TestAFreshN8nRunsTheWorkflows(t *testing.T) {
	clinic := enlace.NewClinic(t, "n8n")
	n := newInstallation(t, clinic)
	settings := stack.Object{"url": enlace.URL, "porPagina": 2}

	mustSay(t, n.execute("registrar-paciente", settings), "Paciente registrado", "María Rodríguez")
	// The same call under the same key: the first answer.
	mustSay(t, n.execute("registrar-paciente", settings), "Paciente registrado", "María Rodríguez")
	mustSay(t, n.execute("buscar-y-agendar", settings), "Cita agendada", "martes 1 de diciembre a las 9:00 de la mañana")
	if count := enlace.Count(t, "enlace_appointment", "SELECT count(*) FROM appointments WHERE tenant_id = '"+stack.UUID(t, clinic.ID)+"'"); count != 1 {
		t.Errorf("%d appointments were made", count)
	}
	mustSay(t, n.execute("manejar-error", settings), "Qué corregir", "birthDate", "docNumber", "email")

	for range 4 {
		clinic.NewPatient(t)
	}
	gave := n.execute("recorrer-lista", settings)
	if len(gave["Listar pacientes"]) != 3 || len(gave["Paciente"]) != 5 {
		t.Errorf("it read %d pages and %d patients", len(gave["Listar pacientes"]), len(gave["Paciente"]))
	}
}

func TestAFreshN8nShowsWhyACallWasRefused(t *testing.T) {
	clinic := enlace.NewClinic(t, "n8n Refused")
	n := newInstallation(t, clinic)
	settings := stack.Object{"url": enlace.URL}
	clinic.Must(t, 201, "POST", "/v1/patients", clinic.PatientBody("1032456789"))
	_, other := clinic.NewPatient(t)
	clinic.Must(t, 201, "POST", "/v1/appointments",
		clinic.BookingBody(other, "2026-12-01T09:00:00-05:00", "2026-12-01T09:30:00-05:00"))

	mustSay(t, n.execute("registrar-paciente", settings), "No se registró", "docNumber")
	mustSay(t, n.execute("buscar-y-agendar", settings), "No se agendó", "horario")
}
