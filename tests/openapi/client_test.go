package openapi

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// The folder that tsconfig.json names: generated types and compiled programs.
const generated = "node_modules/.client"

// generateTypes makes the types of a document that the stack serves.
func generateTypes(t *testing.T, path, out string) {
	t.Helper()
	installPackages(t)
	contract := enlace.Call(t, stack.Request{Method: "GET", Path: path})
	source := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(source, contract.Body, 0o600); err != nil {
		t.Fatal(err)
	}
	node(t, nil, "node_modules/openapi-typescript/bin/cli.js", source, "-o", out)
}

func TestTheOlderDocumentGivesTheSameCalls(t *testing.T) {
	var calls []string
	for _, path := range []string{"/openapi.json", "/openapi-3.0.json"} {
		out := filepath.Join(t.TempDir(), "api.d.ts")
		generateTypes(t, path, out)
		types, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		_, operations, _ := strings.Cut(string(types), "export interface operations")
		calls = append(calls, strings.Join(operationNames.FindAllString(operations, -1), ""))
	}
	if calls[0] != calls[1] || !strings.Contains(calls[0], "createPatient") {
		t.Errorf("3.1 has the calls %s and 3.0 has %s", calls[0], calls[1])
	}
}

// operationNames finds the members of the types' `operations`.
var operationNames = regexp.MustCompile(`(?m)^    \w+: \{$`)

func TestATypeScriptClientOfTheDocumentRegistersAndBooks(t *testing.T) {
	if err := os.MkdirAll(filepath.Join(folder(), generated), 0o755); err != nil {
		t.Fatal(err)
	}
	generateTypes(t, "/openapi.json", filepath.Join(folder(), generated, "api.d.ts"))
	node(t, nil, "node_modules/typescript/bin/tsc", "--project", ".")

	clinic := enlace.NewClinic(t, "Alpha TypeScript")
	said := node(t, []string{"ENLACE_URL=" + enlace.URL, "ENLACE_API_KEY=" + clinic.Key}, generated+"/out/client/book.js")
	var did struct {
		Patient, Appointment, Start, SecondBooking string
		Phones                                     []string
		Refused                                    int
	}
	if err := json.Unmarshal(said, &did); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if did.SecondBooking != "SLOT_TAKEN" || did.Start != "2027-03-01T14:00:00Z" || did.Refused != 3 || len(did.Phones) != 1 {
		t.Errorf("the program says %s", said)
	}
	patient := clinic.Must(t, 200, "GET", "/v1/patients/"+did.Patient, nil)
	if patient.Text("email") != "irene@example.com" || patient["genderId"] != nil {
		t.Errorf("the patient is %v", patient)
	}
	if booked := clinic.Must(t, 200, "GET", "/v1/appointments/"+did.Appointment, nil); booked.Text("patientId") != did.Patient {
		t.Errorf("the appointment is %v", booked)
	}
}
