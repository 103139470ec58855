package main

import (
	"fmt"
	"regexp"
	"strings"
)

// Statement is one statement as a service sent it: its name, its text, and the texts of its
// parameters; nil is NULL.
type Statement struct {
	Name, SQL string
	Params    []*string
}

// Logged is a statement with the session that ran it.
type Logged struct {
	Statement
	Session, Role, Database string
}

// linePrefix is log_line_prefix of deploy/postgres/enlace.conf: '%m [%p] %q%u@%d [%a] '.
var (
	linePrefix = regexp.MustCompile(`^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[(\d+)\] (?:(\S+)@(\S+) \[.*?\] )?([A-Z]+):  (.*)$`)
	execution  = regexp.MustCompile(`(?s)^execute ([^:]+): (.*)$`)
	parameter  = regexp.MustCompile(`^\$\d+ = (NULL|')`)
)

// ParseLog reads the statements that PostgreSQL logged with log_statement = 'all'.
func ParseLog(text string) ([]Logged, error) {
	var statements []Logged
	for _, entry := range entries(text) {
		found := linePrefix.FindStringSubmatch(strings.SplitN(entry, "\n", 2)[0])
		if found == nil {
			continue
		}
		message := found[5] + strings.TrimPrefix(entry, strings.SplitN(entry, "\n", 2)[0])
		switch found[4] {
		case "LOG":
			if parts := execution.FindStringSubmatch(message); parts != nil {
				statements = append(statements, Logged{Statement{Name: parts[1], SQL: parts[2]},
					found[1], found[2], found[3]})
			}
		case "DETAIL":
			list, isList := strings.CutPrefix(message, "parameters: ")
			if !isList || len(statements) == 0 {
				continue
			}
			params, err := parseParams(list)
			if err != nil {
				return nil, err
			}
			statements[len(statements)-1].Params = params
		}
	}
	return statements, nil
}

// entries joins the lines of a message: those after the first begin with a tab.
func entries(text string) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if rest, continued := strings.CutPrefix(line, "\t"); continued && len(all) > 0 {
			all[len(all)-1] += "\n" + rest
		} else if line != "" {
			all = append(all, line)
		}
	}
	return all
}

// parseParams reads "$1 = 'it”s', $2 = NULL".
func parseParams(list string) ([]*string, error) {
	var params []*string
	for list != "" {
		if !parameter.MatchString(list) {
			return nil, fmt.Errorf("not a list of parameters: %q", list)
		}
		_, list, _ = strings.Cut(list, " = ")
		if rest, null := strings.CutPrefix(list, "NULL"); null {
			params, list = append(params, nil), strings.TrimPrefix(rest, ", ")
			continue
		}
		value, rest, err := unquote(list)
		if err != nil {
			return nil, err
		}
		params, list = append(params, &value), strings.TrimPrefix(rest, ", ")
	}
	return params, nil
}

// unquote reads a quoted text, in which a quote stands twice, and what follows it.
func unquote(text string) (value, rest string, err error) {
	var b strings.Builder
	for at := 1; at < len(text); at++ {
		if text[at] != '\'' {
			b.WriteByte(text[at])
			continue
		}
		if at+1 < len(text) && text[at+1] == '\'' {
			b.WriteByte('\'')
			at++
			continue
		}
		return b.String(), text[at+1:], nil
	}
	return "", "", fmt.Errorf("a parameter without end: %q", text)
}

// Transaction is what one request does in one database: from BEGIN to COMMIT, or, without both, an
// implicit transaction that its one Sync closes. It sets its tenant's context first.
type Transaction []Statement

// contextSetting is found in the statement that every transaction of a service begins with.
const contextSetting = "set_config('app.tenant_id'"

func (t Transaction) explicit() bool { return len(t) > 0 && t[0].SQL == "BEGIN" }

// TransactionOf picks the statements that a role ran on a database. It refuses anything but one
// transaction: pgbench would run another shape than the service.
func TransactionOf(statements []Logged, role string) (Transaction, error) {
	var chosen Transaction
	sessions := map[string]bool{}
	contexts, marks := 0, 0
	for _, s := range statements {
		if s.Role != role {
			continue
		}
		chosen = append(chosen, s.Statement)
		sessions[s.Session] = true
		if strings.Contains(s.SQL, contextSetting) {
			contexts++
		}
		if s.SQL == "BEGIN" || s.SQL == "COMMIT" {
			marks++
		}
	}
	inner, wanted := chosen, 0
	if chosen.explicit() && chosen[len(chosen)-1].SQL == "COMMIT" {
		inner, wanted = chosen[1:len(chosen)-1], 2
	}
	if len(sessions) != 1 || contexts != 1 || marks != wanted || len(inner) < 2 ||
		!strings.Contains(inner[0].SQL, contextSetting) {
		return nil, fmt.Errorf("%s ran no single transaction but %s", role, names(chosen))
	}
	return chosen, nil
}

// ReadsOf picks the statements that a role ran on a database as implicit transactions in turn, for a
// call that reads more than once. Each begins with its context.
func ReadsOf(statements []Logged, role string) ([]Transaction, error) {
	var reads []Transaction
	for _, s := range statements {
		if s.Role != role {
			continue
		}
		if strings.Contains(s.SQL, contextSetting) {
			reads = append(reads, nil)
		}
		if len(reads) == 0 || s.SQL == "BEGIN" || s.SQL == "COMMIT" {
			return nil, fmt.Errorf("%s did not only read: %s", role, s.Name)
		}
		last := &reads[len(reads)-1]
		*last = append(*last, s.Statement)
	}
	if len(reads) == 0 {
		return nil, fmt.Errorf("%s read nothing", role)
	}
	return reads, nil
}

var insertsEvents = regexp.MustCompile(`(?i)^\s*INSERT\s+INTO\s+outbox\b`)

// AccessRecordOf finds the statement that made the access durable.
func AccessRecordOf(statements []Logged) (Statement, error) {
	for _, s := range statements {
		if insertsEvents.MatchString(s.SQL) {
			return s.Statement, nil
		}
	}
	return Statement{}, fmt.Errorf("no access record was written")
}

func names(statements []Statement) string {
	list := make([]string, len(statements))
	for i, s := range statements {
		list[i] = s.Name
	}
	return "[" + strings.Join(list, " ") + "]"
}
