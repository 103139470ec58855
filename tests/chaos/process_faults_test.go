package chaos

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

func oneOf[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

// killProcess ends one at once, sometimes again while it starts.
func killProcess(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	process := oneOf(random, stack.Processes)
	t.Logf("kill -9 of %s", process)
	r.Kill(t, process)
	if random.IntN(4) == 0 {
		r.StartProcess(t, process)
		pause(t, random, 0, 200*time.Millisecond)
		r.Kill(t, process)
	}
	pause(t, random, 0, 500*time.Millisecond)
	return func() { r.StartProcess(t, process) }
}

func stopProcess(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	process := oneOf(random, stack.Processes)
	t.Logf("SIGSTOP of %s", process)
	r.Signal(t, process, syscall.SIGSTOP)
	pause(t, random, 50*time.Millisecond, 2*time.Second)
	return func() { r.Signal(t, process, syscall.SIGCONT) }
}

// restartAll ends each as an operator does, and starts it, one after the other.
func restartAll(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	for _, i := range random.Perm(len(stack.Processes)) {
		process := stack.Processes[i]
		pid := r.Pid(t, process)
		r.Signal(t, process, syscall.SIGTERM)
		stack.Eventually(t, patience, process+" has drained and ended", func() bool { return stack.HasEnded(pid) })
		r.StartProcess(t, process)
		stack.Eventually(t, patience, process+" answers", func() bool { return r.Hears(t, process) })
	}
	return func() {}
}
