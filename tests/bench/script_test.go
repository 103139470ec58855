package main

import (
	"strings"
	"testing"
)

func TestAScriptPreparesOnceAndThenTakesOneRoundTrip(t *testing.T) {
	text := func(s string) *string { return &s }
	script := Script{
		Transactions: []Transaction{{
			{Name: "b", SQL: "BEGIN"},
			{Name: "find", SQL: "SELECT *\n  FROM p WHERE t = $1 AND id = $2 AND at < $3 AND x = $4",
				Params: []*string{text("it's"), text("id-100000000007"), text("2030"), nil}},
			{Name: "now", SQL: "SELECT 1"},
			{Name: "c", SQL: "COMMIT"},
		}},
		Sets: []string{"n random(1, 9)"},
		Variations: []Variation{
			{Text: "100000000007", By: ":n"},
			{Text: "2030", Expression: "now() + :n * interval '1 day'"},
		},
	}
	want := `\set n random(1, 9)
\if :prepared = 0
PREPARE find AS SELECT * FROM p WHERE t = $1 AND id = $2 AND at < $3 AND x = $4;
PREPARE now AS SELECT 1;
\set prepared 1
\endif
BEGIN\;
EXECUTE find('it''s', 'id-:n', now() + :n * interval '1 day', NULL)\;
EXECUTE now\;
COMMIT;
`
	if got := script.Text(); got != want {
		t.Errorf("wrote\n%s", got)
	}
}

func TestAnImplicitTransactionStaysOne(t *testing.T) {
	script := Script{Transactions: []Transaction{{{Name: "a", SQL: "SELECT 1"}, {Name: "b", SQL: "SELECT 2"}}}}
	if got, want := script.Text(), "\\endif\nEXECUTE a\\;\nEXECUTE b;\n"; !strings.HasSuffix(got, want) {
		t.Errorf("wrote\n%s", got)
	}
}

func TestTransactionsInTurnPrepareAStatementOnce(t *testing.T) {
	read := Transaction{{Name: "a", SQL: "SELECT 1"}, {Name: "b", SQL: "SELECT 2"}}
	got := Script{Transactions: []Transaction{read, read}}.Text()
	if strings.Count(got, "PREPARE a ") != 1 || !strings.HasSuffix(got, "\\endif\nEXECUTE a\\;\nEXECUTE b;\nEXECUTE a\\;\nEXECUTE b;\n") {
		t.Errorf("wrote\n%s", got)
	}
}

func TestTheAccessRecordComesLast(t *testing.T) {
	for want, transaction := range map[string]Transaction{
		"[b find record c]": {{Name: "b", SQL: "BEGIN"}, {Name: "find"}, {Name: "c", SQL: "COMMIT"}},
		"[find record]":     {{Name: "find", SQL: "SELECT 1"}},
	} {
		before := names(transaction)
		if got := names(transaction.WithAccessRecord(Statement{Name: "record"})); got != want {
			t.Errorf("made %s of %s", got, before)
		}
		if names(transaction) != before {
			t.Errorf("%s became %s", before, names(transaction))
		}
	}
}

func TestATransactionThatRecordsIsNotReadOnly(t *testing.T) {
	const context = "SELECT set_config('app.tenant_id', $1, true)"
	transaction := Transaction{{SQL: context + ", set_config('transaction_read_only', 'on', true)"}}
	if got := transaction.WithAccessRecord(Statement{})[0].SQL; got != context {
		t.Error(got)
	}
}

func TestAnEventsIDIsFoundInAnyForm(t *testing.T) {
	const event, tenant = "019aa5b1-2233-7abc-8def-0123456789ab", "01a1fe05-03ca-c97a-dc11-9f1c63f68e9a"
	text := func(s string) *string { return &s }
	seeded := seededUUID(firstPatient + 7)
	for name, params := range map[string][]*string{
		"json": {text(`[{"event_id": "` + event + `", "tenant_id": "` + tenant + `", "resource_ids": ["` + seeded + `"]}]`)},
		"arrays": {text("{" + tenant + "}"), text("{" + event + "}"), nil, text("{READ}"),
			text(`{"{` + seeded + `}"}`)},
	} {
		variation, sets, err := freshEvent(Statement{Params: params}, tenant)
		if err != nil || variation.Text != event || len(sets) != 3 {
			t.Errorf("%s: %+v, %v, %v", name, variation, sets, err)
		}
	}
	for name, params := range map[string][]*string{
		"none": {text(tenant)}, "two": {text(event), text("119aa5b1-2233-7abc-8def-0123456789ab")},
	} {
		if _, _, err := freshEvent(Statement{Name: "record", Params: params}, tenant); err == nil {
			t.Errorf("%s was taken for one", name)
		}
	}
}

func TestAFreshIDKeepsItsTime(t *testing.T) {
	variation, sets := freshUUID("019aa5b1-2233-7abc-8def-0123456789ab", "e")
	if !strings.HasPrefix(variation.By, "019aa5b1-2233-:e1-") || len(sets) != 3 {
		t.Errorf("made %+v, %v", variation, sets)
	}
}
