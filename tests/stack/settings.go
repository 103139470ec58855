package stack

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// Seed is ENLACE_SEED, to repeat a run, or a new one. It is printed.
func Seed(t testing.TB) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano()) % 1_000_000_000
	if text := os.Getenv("ENLACE_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("ENLACE_SEED: %v", err)
		}
	}
	t.Logf("repeat with ENLACE_SEED=%d", seed)
	return seed
}

// Setting is a number of the environment, for long runs, or the usual one.
func Setting(t testing.TB, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return number
}
