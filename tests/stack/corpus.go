package stack

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Planted is the word of the corpus that nothing of Enlace's own says.
const Planted = "planted8842"

// PlantedLock is the key of the advisory lock that texts of the corpus try to take.
const PlantedLock = 8842

// Polyglot breaks out of a literal of SQL, of a string of JSON and of several kinds of template at once.
// It is short and plain enough for a field of free text.
const Polyglot = `x'); SELECT pg_advisory_lock(8842); DROP TABLE patients; -- \"} $1 %s ${7*7} {{7*7}} <b>`

// ForgedLine ends a line of a log and begins another one.
const ForgedLine = "x\"}\r\n{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"info\",\"service\":\"auth\",\"msg\":\"" + Planted + "\",\"" + Planted + "\":1}\n"

// Injections are texts that mean something to SQL, JSON, LDAP, shells, templates, terminals or people.
var Injections = []string{
	Polyglot, ForgedLine,
	"' OR '1'='1", "'; DROP TABLE patients; --", `\'; SELECT pg_sleep(9); --`, `{"a":1}`, "${jndi:ldap://x}", "{{7*7}}",
	"$(id)", "`id`", "<script>", "../../etc/passwd", "\x1b[2J\x1b]0;x\x07", "x\r\nx-planted: 1",
	"\u202egnp.exe", "a\u0301\u0301", "😀", "\ufeff", "\u2028", "\uffff", "\u007f", "İ", "ß", "\U0010ffff",
}

// Literals are texts that PostgreSQL or a careless parser would take for a value of its own: a wildcard,
// a time, a number or the edge of one.
var Literals = []string{
	"$1", "%", "_", "%00", "NULL", `"`, `\`,
	"infinity", "-infinity", "now", "epoch", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
	"294277-01-01T00:00:00Z", "2026-12-01T09:00:00.999999999Z", "-1", "1e400", "NaN", "9223372036854775808",
	"00000000000000000000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", incompressible(3000),
}

// Corpus is all text that must be taken for nothing but text.
func Corpus() []string { return slices.Concat(Injections, Literals) }

// incompressible is a text that no index entry has room for.
func incompressible(n int) string {
	var text strings.Builder
	for i := 0; text.Len() < n; i++ {
		fmt.Fprintf(&text, "%x", sha256.Sum256([]byte{byte(i)}))
	}
	return text.String()[:n]
}
