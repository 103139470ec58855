package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Variation says which part of a captured parameter differs from request to request.
type Variation struct {
	// Text is looked for in every parameter.
	Text string
	// By replaces it there; it may name pgbench variables: "01990000-0000-7000-8000-:n".
	By string
	// Expression replaces the whole parameter that equals Text, as SQL.
	Expression string
}

// Script is what pgbench runs for one tenant.
type Script struct {
	// Transactions are run in turn.
	Transactions []Transaction
	// Sets are lines of pgbench that choose the variables: "n random(1, 9)".
	Sets       []string
	Variations []Variation
}

var preparable = regexp.MustCompile(`(?is)^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b`)

// Text writes the script. The first transaction of each connection prepares the service's statements
// under their own names, with their own numbering of parameters; every transaction then is one
// multi-statement round trip, with BEGIN and COMMIT where the service sends them.
func (s Script) Text() string {
	var b strings.Builder
	for _, set := range s.Sets {
		fmt.Fprintf(&b, "\\set %s\n", set)
	}
	b.WriteString("\\if :prepared = 0\n")
	prepared := map[string]bool{}
	for _, statement := range slices.Concat(s.Transactions...) {
		if preparable.MatchString(statement.SQL) && !prepared[statement.Name] {
			fmt.Fprintf(&b, "PREPARE %s AS %s;\n", statement.Name, oneLine(statement.SQL))
			prepared[statement.Name] = true
		}
	}
	b.WriteString("\\set prepared 1\n\\endif\n")
	for _, transaction := range s.Transactions {
		steps := make([]string, len(transaction))
		for i, statement := range transaction {
			steps[i] = s.step(statement)
		}
		b.WriteString(strings.Join(steps, "\\;\n") + ";\n")
	}
	return b.String()
}

func (s Script) step(statement Statement) string {
	if !preparable.MatchString(statement.SQL) {
		return statement.SQL
	}
	arguments := make([]string, len(statement.Params))
	for i, param := range statement.Params {
		arguments[i] = s.argument(param)
	}
	if len(arguments) == 0 {
		return "EXECUTE " + statement.Name
	}
	return fmt.Sprintf("EXECUTE %s(%s)", statement.Name, strings.Join(arguments, ", "))
}

func (s Script) argument(param *string) string {
	if param == nil {
		return "NULL"
	}
	text := *param
	for _, v := range s.Variations {
		if v.Expression != "" && text == v.Text {
			return v.Expression
		}
		if v.Expression == "" {
			text = strings.ReplaceAll(text, v.Text, v.By)
		}
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// oneLine joins lines, because pgbench takes a line that begins with a backslash for itself. No
// statement of ours holds a text of several lines.
func oneLine(sql string) string { return strings.Join(strings.Fields(sql), " ") }

var readOnly = regexp.MustCompile(`,\s*set_config\('transaction_read_only', 'on', true\)`)

// WithAccessRecord adds a statement at the transaction's end. The service writes its records from
// another transaction than its reads', which may be read-only; this one can't be.
func (t Transaction) WithAccessRecord(record Statement) Transaction {
	last := len(t)
	if t.explicit() {
		last--
	}
	longer := slices.Concat(t[:last], Transaction{record}, t[last:])
	for i := range longer {
		longer[i].SQL = readOnly.ReplaceAllString(longer[i].SQL, "")
	}
	return longer
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// freshEvent lets the id of an access record, which must be unique, differ in each transaction. It
// is the one id of the record, whatever form its parameters have, that is neither the tenant's nor
// a seeded row's.
func freshEvent(record Statement, tenant string) (Variation, []string, error) {
	var found []string
	for _, param := range record.Params {
		if param == nil {
			continue
		}
		for _, id := range uuids.FindAllString(*param, -1) {
			if id != tenant && !strings.HasPrefix(id, seededPrefix) && !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	if len(found) != 1 {
		return Variation{}, nil, fmt.Errorf("%s has not one event's id but %v", record.Name, found)
	}
	variation, sets := freshUUID(found[0], "v")
	return variation, sets, nil
}

// freshUUID makes variations that let a captured id differ in each transaction, as a ULID's random
// part does, and the variables for it. The name keeps several of them apart.
func freshUUID(uuid, name string) (Variation, []string) {
	by := fmt.Sprintf("%s-:%s1-:%s2-:%s3", uuid[:13], name, name, name)
	return Variation{Text: uuid, By: by}, []string{
		name + "1 random(1000, 9999)",
		name + "2 random(1000, 9999)",
		name + "3 random(100000000000, 999999999999)",
	}
}
