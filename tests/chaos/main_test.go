// Package chaos ends processes and database connections at once while clinics work, and then looks
// whether anything was lost, doubled or mixed up.
package chaos

import (
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }

// roundsOf is how often each kill comes that a test of its own is about.
func roundsOf(t *testing.T) int {
	t.Helper()
	return stack.Setting(t, "ENLACE_CHAOS_ROUNDS", 1)
}
