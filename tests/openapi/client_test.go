package openapi

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"enlace.dev/tests/stack"
)

// The folder that tsconfig.json names: generated types and compiled programs.
const generated = "node_modules/.client"

func TestATypeScriptClientOfTheDocumentRegistersAndBooks(t *testing.T) {
	installPackages(t)
	contract := enlace.Call(t, stack.Request{Method: "GET", Path: "/openapi.json"})
	if err := os.MkdirAll(filepath.Join(folder(), generated), 0o755); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(source, contract.Body, 0o600); err != nil {
		t.Fatal(err)
	}
	node(t, nil, "node_modules/openapi-typescript/bin/cli.js", source, "-o", generated+"/api.d.ts")
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
