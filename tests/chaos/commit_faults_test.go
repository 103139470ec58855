package chaos

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// committing are the services that commit whenever the load writes.
var committing = []string{stack.Patient, stack.Appointment, stack.Audit}

// byCommitLinks puts a commit link between these services and their databases.
var byCommitLinks = &wiring{"by commit links", func(t *testing.T, r *rig) (overrides, func(*testing.T)) {
	all, close := overrides{}, cleanups{}
	r.commits = map[string]*commitLink{}
	for _, service := range committing {
		environment := r.Environment(t, service)
		dsn := environment["ENLACE_DATABASE_URL"]
		link := startCommitLink(close.add, t, wordOf(dsn, "host"), wordOf(dsn, "port"))
		r.commits[service] = link
		all[service] = map[string]string{
			"ENLACE_DATABASE_URL":       withWord(dsn, "host", link.folder),
			"ENLACE_RELAY_DATABASE_URL": withWord(environment["ENLACE_RELAY_DATABASE_URL"], "host", link.folder),
		}
	}
	return all, func(*testing.T) { close.run() }
}}

// cleanups are run in the opposite order.
type cleanups []func()

func (c *cleanups) add(one func()) { *c = append(*c, one) }

func (c *cleanups) run() {
	for i := len(*c) - 1; i >= 0; i-- {
		(*c)[i]()
	}
}

func killBeforeCommit(t *testing.T, r *rig, random *rand.Rand) func() {
	return killAtCommit(t, r, random, true)
}

func killAfterCommit(t *testing.T, r *rig, random *rand.Rand) func() {
	return killAtCommit(t, r, random, false)
}

func killAtCommit(t *testing.T, r *rig, random *rand.Rand, before bool) func() {
	t.Helper()
	service := oneOf(random, committing)
	pid := r.Pid(t, service)
	t.Logf("%s is killed", service)
	r.ambush(t, service, &ambush{before: before, strike: func() { _ = syscall.Kill(pid, syscall.SIGKILL) }})
	stack.Eventually(t, patience, service+" is gone", func() bool { return stack.HasEnded(pid) })
	pause(t, random, 0, 300*time.Millisecond)
	return func() { r.StartProcess(t, service) }
}

// loseCommitReply keeps a few replies from their service, one after the other.
func loseCommitReply(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	for range 1 + random.IntN(5) {
		r.ambush(t, oneOf(random, committing), &ambush{})
		pause(t, random, 0, 200*time.Millisecond)
	}
	return func() {}
}

// ambush waits until it has struck.
func (r *rig) ambush(t *testing.T, service string, a *ambush) {
	t.Helper()
	link := r.commits[service]
	before := link.struck.Load()
	link.lie(a)
	stack.Eventually(t, patience, service+" commits", func() bool { return link.struck.Load() > before })
}
