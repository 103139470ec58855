package stack

import (
	"testing"
	"time"
)

const pollInterval = 25 * time.Millisecond

// Eventually asks again and again until the condition holds, and fails the test when it does not
// within the given time.
func Eventually(t testing.TB, within time.Duration, what string, condition func() bool) {
	t.Helper()
	if !Within(within, condition) {
		t.Fatalf("not within %v: %s", within, what)
	}
}

// Within tells whether the condition came true within the given time. It looks once more when the
// time has passed, so that what is promised for that very moment is not missed.
func Within(limit time.Duration, condition func() bool) bool {
	deadline := time.Now().Add(limit)
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		last := time.Now().After(deadline)
		if condition() {
			return true
		}
		if last {
			return false
		}
		<-ticker.C
	}
}
