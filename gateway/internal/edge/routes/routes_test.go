package routes

import (
	"slices"
	"testing"

	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
)

func table(t *testing.T) *Table {
	t.Helper()
	made, err := New(authv1.File_enlace_auth_v1_auth_service_proto, patientv1.File_enlace_patient_v1_patient_service_proto)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestARouteKnowsItsCall(t *testing.T) {
	r := table(t).Lookup("PUT", "/v1/patients/by-document/{doc_type_id=*}/{doc_number=*}")
	if r == nil || r.RPC.Name() != "UpsertPatientByDocument" || !r.HasBody || r.Creates() ||
		!slices.Equal(r.PathFields, []string{"doc_type_id", "doc_number"}) {
		t.Fatalf("%+v", r)
	}
	fields := r.RPC.Input().Fields()
	if !r.InPath(fields.ByName("doc_number")) || r.InPath(fields.ByName("email")) {
		t.Error("the path's fields are mistaken")
	}
	if r := table(t).Lookup("POST", "/v1/patients"); r == nil || !r.Creates() {
		t.Errorf("%+v", r)
	}
	if r := table(t).Lookup("DELETE", "/v1/patients"); r != nil {
		t.Errorf("%+v", r)
	}
}

func TestRPCsWithoutAnnotationHaveNoRoute(t *testing.T) {
	for _, r := range table(t).All() {
		if r.RPC.Name() == "ResolvePatient" {
			t.Errorf("%s %s", r.Method, r.Pattern)
		}
	}
}

func TestAllowedListsTheMethodsOfAPath(t *testing.T) {
	for path, want := range map[string][]string{
		"/v1/patients":             {"GET", "POST"},
		"/v1/patients/01A":         {"DELETE", "GET", "PATCH"},
		"/v1/patients/01A/restore": {"POST"},
		"/v1/patients/":            nil,
		"/v2/patients":             nil,
	} {
		if got := table(t).Allowed(path); !slices.Equal(got, want) {
			t.Errorf("%s allows %v, want %v", path, got, want)
		}
	}
}
