package main

import (
	"slices"
	"testing"
)

const logged = "2026-11-21 12:00:00.001 UTC [11] enlace_patient_runtime@enlace_patient [enlace-patient 4bf92f35] LOG:  execute enlace_begin: BEGIN\n" +
	"2026-11-21 12:00:00.002 UTC [11] enlace_patient_runtime@enlace_patient [enlace-patient 4bf92f35] LOG:  execute find_patient: SELECT id\n" +
	"\t  FROM patients WHERE id = $2\n" +
	"2026-11-21 12:00:00.002 UTC [11] enlace_patient_runtime@enlace_patient [enlace-patient 4bf92f35] DETAIL:  parameters: $1 = 'it''s', $2 = NULL, $3 = 'two\n" +
	"\tlines, $4 = '\n" +
	"2026-11-21 12:00:00.003 UTC [11] enlace_patient_runtime@enlace_patient [enlace-patient 4bf92f35] LOG:  execute enlace_commit: COMMIT\n" +
	"2026-11-21 12:00:00.004 UTC [9] LOG:  checkpoint starting: time\n" +
	"2026-11-21 12:00:00.005 UTC [12] enlace_patient_relay@enlace_patient [] LOG:  execute access_log_insert: INSERT\n" +
	"2026-11-21 12:00:00.005 UTC [12] enlace_patient_relay@enlace_patient [] DETAIL:  parameters: $1 = '[]'\n"

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

// ran is what one session of the runtime role sent.
func ran(session string, sqls ...string) []Logged {
	var all []Logged
	for _, sql := range sqls {
		all = append(all, Logged{Statement: Statement{Name: sql, SQL: sql}, Session: session, Role: "runtime"})
	}
	return all
}

func TestATransactionIsWhatOneRoleRan(t *testing.T) {
	const context = "SELECT set_config('app.tenant_id', $1, true)"
	other := Logged{Statement: Statement{SQL: "SELECT 2"}, Session: "9", Role: "relay"}
	explicit := ran("1", "BEGIN", context, "SELECT 1", "COMMIT")
	implicit := ran("1", context, "SELECT 1")
	for name, c := range map[string]struct {
		statements []Logged
		want       int
	}{
		"between BEGIN and COMMIT":  {append(slices.Clone(explicit), other), 4},
		"closed by its one Sync":    {append([]Logged{other}, implicit...), 2},
		"of several statements":     {ran("1", context, "SELECT 1", "INSERT"), 3},
		"of another role":           {[]Logged{other}, 0},
		"without a context":         {ran("1", "BEGIN", "SELECT 1", "COMMIT"), 0},
		"of the context alone":      {ran("1", "BEGIN", context, "COMMIT"), 0},
		"two explicit ones":         {slices.Concat(explicit, explicit), 0},
		"two implicit ones":         {slices.Concat(implicit, implicit), 0},
		"one of each":               {slices.Concat(explicit, implicit), 0},
		"an open one":               {ran("1", "BEGIN", context, "SELECT 1"), 0},
		"of two sessions":           {slices.Concat(implicit, ran("2", "SELECT 1")), 0},
		"a statement before it":     {slices.Concat(ran("1", "SELECT 1"), implicit), 0},
		"a context after the first": {ran("1", "SELECT 1", context, "SELECT 1"), 0},
	} {
		transaction, err := TransactionOf(c.statements, "runtime")
		if len(transaction) != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s: %s, %v", name, names(transaction), err)
		}
	}
}

func TestReadsOfOneCallAreTakenApart(t *testing.T) {
	const context = "SELECT set_config('app.tenant_id', $1, true)"
	read := ran("1", context, "SELECT 1")
	for name, c := range map[string]struct {
		statements []Logged
		want       int
	}{
		"two of two sessions": {slices.Concat(read, ran("2", context, "SELECT 2")), 2},
		"without a context":   {ran("1", "SELECT 1"), 0},
		"a write":             {slices.Concat(read, ran("1", "BEGIN", context, "INSERT", "COMMIT")), 0},
		"none":                {nil, 0},
	} {
		if reads, err := ReadsOf(c.statements, "runtime"); len(reads) != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s: %v, %v", name, reads, err)
		}
	}
}

func TestTheAccessRecordIsKnownByItsTable(t *testing.T) {
	statements := ran("1", "SELECT * FROM outbox", "\n  insert INTO outbox (tenant_id) SELECT 1")
	record, err := AccessRecordOf(statements)
	if err != nil || record.SQL != statements[1].SQL {
		t.Errorf("found %+v, %v", record, err)
	}
	if _, err := AccessRecordOf(statements[:1]); err == nil {
		t.Error("a record that was never written was found")
	}
}

func TestBrokenParametersAreRefused(t *testing.T) {
	for _, list := range []string{"$1 = 'open", "what", "$1 = 5"} {
		if _, err := parseParams(list); err == nil {
			t.Errorf("%q was read", list)
		}
	}
}
