// Package chaos ends processes and database connections at once while clinics work, and then looks
// whether anything was lost, doubled or mixed up.
package chaos

import (
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }
