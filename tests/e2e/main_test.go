// Package e2e walks through what clinics and their bots do, from the REST API to the audit.
package e2e

import (
	"testing"

	"enlace.dev/tests/stack"
)

var enlace *stack.Stack

func TestMain(m *testing.M) { stack.Main(m, func(s *stack.Stack) { enlace = s }) }
