package main

import (
	"strings"
	"testing"
)

func TestAScriptPreparesOnceAndThenTakesOneRoundTrip(t *testing.T) {
	text := func(s string) *string { return &s }
	script := Script{
		Transaction: Transaction{
			{Name: "b", SQL: "BEGIN"},
			{Name: "find", SQL: "SELECT *\n  FROM p WHERE t = $1 AND id = $2 AND at < $3 AND x = $4",
				Params: []*string{text("it's"), text("id-100000000007"), text("2030"), nil}},
			{Name: "now", SQL: "SELECT 1"},
			{Name: "c", SQL: "COMMIT"},
		},
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

func TestTheAccessRecordComesBeforeTheCommit(t *testing.T) {
	transaction := Transaction{{Name: "b"}, {Name: "find"}, {Name: "c"}}
	longer := transaction.WithAccessRecord(Statement{Name: "record"})
	if names(longer) != "[b find record c]" || names(transaction) != "[b find c]" {
		t.Errorf("made %s of %s", names(longer), names(transaction))
	}
}

func TestAFreshIDKeepsItsTime(t *testing.T) {
	variation, sets := freshUUID("019aa5b1-2233-7abc-8def-0123456789ab", "e")
	if !strings.HasPrefix(variation.By, "019aa5b1-2233-:e1-") || len(sets) != 3 {
		t.Errorf("made %+v, %v", variation, sets)
	}
}
