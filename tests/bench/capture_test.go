package main

import (
	"slices"
	"testing"
)

const logged = "2026-11-21 12:00:00.001 UTC [11] enlace_patient_runtime@enlace_patient LOG:  execute enlace_begin: BEGIN\n" +
	"2026-11-21 12:00:00.002 UTC [11] enlace_patient_runtime@enlace_patient LOG:  execute find_patient: SELECT id\n" +
	"\t  FROM patients WHERE id = $2\n" +
	"2026-11-21 12:00:00.002 UTC [11] enlace_patient_runtime@enlace_patient DETAIL:  parameters: $1 = 'it''s', $2 = NULL, $3 = 'two\n" +
	"\tlines, $4 = '\n" +
	"2026-11-21 12:00:00.003 UTC [11] enlace_patient_runtime@enlace_patient LOG:  execute enlace_commit: COMMIT\n" +
	"2026-11-21 12:00:00.004 UTC [9] LOG:  checkpoint starting: time\n" +
	"2026-11-21 12:00:00.005 UTC [12] enlace_patient_relay@enlace_patient LOG:  execute access_log_insert: INSERT\n" +
	"2026-11-21 12:00:00.005 UTC [12] enlace_patient_relay@enlace_patient DETAIL:  parameters: $1 = '[]'\n"

func TestStatementsAreReadFromTheLog(t *testing.T) {
	statements, err := ParseLog(logged)
	if err != nil {
		t.Fatal(err)
	}
	if len(statements) != 4 {
		t.Fatalf("%d statements: %+v", len(statements), statements)
	}
	find := statements[1]
	if find.Name != "find_patient" || find.SQL != "SELECT id\n  FROM patients WHERE id = $2" {
		t.Errorf("read %q %q", find.Name, find.SQL)
	}
	if len(find.Params) != 3 || *find.Params[0] != "it's" || find.Params[1] != nil ||
		*find.Params[2] != "two\nlines, $4 = " {
		t.Errorf("read parameters %v", texts(find.Params))
	}
}

func texts(params []*string) []string {
	var all []string
	for _, p := range params {
		if p == nil {
			all = append(all, "NULL")
		} else {
			all = append(all, *p)
		}
	}
	return all
}

func TestATransactionIsWhatOneRoleRan(t *testing.T) {
	statements, err := ParseLog(logged)
	if err != nil {
		t.Fatal(err)
	}
	transaction, err := TransactionOf(statements, "enlace_patient_runtime")
	if err != nil || len(transaction) != 3 {
		t.Fatalf("%v, %v", names(transaction), err)
	}
	if _, err := TransactionOf(statements, "enlace_patient_relay"); err == nil {
		t.Error("a statement alone was taken for a transaction")
	}
	twice := append(slices.Clone(statements[:3]), statements[:3]...)
	if _, err := TransactionOf(twice, "enlace_patient_runtime"); err == nil {
		t.Error("two transactions were taken for one")
	}
	if _, err := Named(statements, "access_log_insert"); err != nil {
		t.Error(err)
	}
	if _, err := Named(statements, "other"); err == nil {
		t.Error("a statement that never ran was found")
	}
}

func TestBrokenParametersAreRefused(t *testing.T) {
	for _, list := range []string{"$1 = 'open", "what", "$1 = 5"} {
		if _, err := parseParams(list); err == nil {
			t.Errorf("%q was read", list)
		}
	}
}
