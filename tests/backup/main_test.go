// Package backup backs a whole Enlace up, restores it to a moment, and looks whether what was lost is
// what the report says.
package backup

import (
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }
