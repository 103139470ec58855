package chaos

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"regexp"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	// backWithin is the promise of how soon everything works again without help; a long run holds it.
	backWithin = 10 * time.Second
	// patience is how long a short run waits, on a machine that may be busy.
	patience = 90 * time.Second
	// outboxWithin is how long events may take to reach the audit after a fault.
	outboxWithin = 90 * time.Second
)

// fault is a class of them. `inject` breaks something, lets it be broken for a time that `random` draws, and
// answers how it is healed: where nothing in Enlace does it by itself, as whoever supervises it would.
type fault struct {
	name   string
	wiring *wiring
	inject func(t *testing.T, r *rig, random *rand.Rand) (heal func())
	// allInsist: every caller repeats what is not answered, and must be answered in the end.
	allInsist bool
}

// faults, those of one wiring beside each other.
func faults() []fault {
	return []fault{
		{name: "process-killed", wiring: direct, inject: killProcess},
		{name: "process-stands-still", wiring: direct, inject: stopProcess},
		{name: "rolling-restart", wiring: direct, inject: restartAll, allInsist: true},
		{name: "database-stops-fast", wiring: direct, inject: stopDatabaseFast},
		{name: "database-stops-at-once", wiring: direct, inject: stopDatabaseAtOnce},
		{name: "database-killed", wiring: direct, inject: killDatabase},
		{name: "database-process-killed", wiring: direct, inject: killBackend},
		{name: "database-connections-ended", wiring: direct, inject: terminateBackends},
		{name: "file-limit", wiring: direct, inject: exhaustFiles},
		{name: "silent-connections", wiring: direct, inject: crowdWithSilence},
		{name: "killed-before-commit", wiring: byCommitLinks, inject: killBeforeCommit},
		{name: "killed-after-commit", wiring: byCommitLinks, inject: killAfterCommit},
		{name: "commit-reply-lost", wiring: byCommitLinks, inject: loseCommitReply},
		{name: "link-refuses", wiring: byProxies, inject: refuseLink},
		{name: "link-delays", wiring: byProxies, inject: delayLink},
		{name: "link-resets", wiring: byProxies, inject: resetLink},
		{name: "link-cuts", wiring: byProxies, inject: cutLink},
		{name: "link-stalls", wiring: byProxies, inject: stallLink},
		{name: "pool-of-two", wiring: poolOfTwo, inject: crowdThePool},
		{name: "clock-off", wiring: ownClocks, inject: setClocks},
		{name: "disk-full", wiring: smallDisk, inject: fillDisk},
	}
}

// Every seed is a run of its own with clinics of its own: they work, something breaks and is healed, and then
// what the callers were told is compared with what is stored.
func TestNothingIsLostOrDoubledWhateverBreaks(t *testing.T) {
	chosen := regexp.MustCompile(os.Getenv("ENLACE_CHAOS_CLASS"))
	seeds := chosenSeeds(t)
	late := after(timeForSeeds(t))
	all := newResults(t)
	r := &rig{Stack: enlace}
	defer func() { r.end(t) }()
	defer func() { t.Log("\n" + all.keepTable(t)) }()
	for _, f := range faults() {
		if !chosen.MatchString(f.name) {
			continue
		}
		for seed := range seeds.without(all.seedsOf(f.name)) {
			select {
			case <-late:
				t.Logf("the time is over before %s, seed %d", f.name, seed)
				return
			default:
			}
			r = r.fresh(t)
			if !t.Run(fmt.Sprintf("%s, seed %d", f.name, seed), func(t *testing.T) { run(t, r, f, seed, all) }) {
				// What a failure leaves behind must not fail others.
				r = r.replace(t)
			}
		}
	}
}

func run(t *testing.T, r *rig, f fault, seed uint64, all *results) {
	t.Helper()
	t.Logf("repeat with: ENLACE_CHAOS_CLASS='^%s$' ENLACE_CHAOS_SEED=%d ENLACE_CHAOS_SEEDS=1 go test ./chaos -count=1 -v -run %s",
		f.name, seed, "TestNothingIsLostOrDoubledWhateverBreaks")
	o := outcome{Class: f.name, Seed: seed}
	defer func() { o.Passed = !t.Failed(); all.add(t, o) }()
	name := fnv.New64()
	_, _ = name.Write([]byte(f.name))
	random := rand.New(rand.NewPCG(seed, name.Sum64()))
	r.use(t, f.wiring)
	r.seeds++
	began := time.Now()
	running := startLoad(t, r, seed, f.allInsist)
	r.load = running
	pause(t, random, 200*time.Millisecond, 800*time.Millisecond)

	broke := time.Now()
	heal := f.inject(t, r, random)
	heal()
	healed := time.Now()
	r.awaitRecovery(t, running)
	o.Recovery = time.Since(healed)
	pause(t, random, 200*time.Millisecond, 400*time.Millisecond)
	ledger := running.end()
	o.count(ledger)

	stack.Eventually(t, outboxWithin, "the outboxes are empty", func() bool { return r.OutboxIsEmpty(t) })
	verdict{r.Stack, ledger, stack.UUID(t, running.clinics[0].ID) + "," + stack.UUID(t, running.clinics[1].ID)}.judge(t)
	if f.allInsist && ledger.counts["registration unknown"]+ledger.counts["booking unknown"]+ledger.counts["change unknown"] > 0 {
		t.Error("a call that was repeated was not answered in the end")
	}
	o.Took = time.Since(began)
	t.Logf("broken for %v, back after %v, all of it in %v: %v", healed.Sub(broke).Round(time.Millisecond),
		o.Recovery.Round(time.Millisecond), o.Took.Round(time.Millisecond), ledger.counts)
	if t.Failed() {
		ledger.keep(t, fmt.Sprintf("%s/log/history-%s-%d.jsonl", r.Dir, f.name, seed))
	}
}

// awaitRecovery waits until both clinics can do everything.
func (r *rig) awaitRecovery(t *testing.T, l *load) {
	t.Helper()
	limit := patience
	if stack.Long() {
		limit = backWithin
	}
	stack.Eventually(t, limit, "everything works again", func() bool { return l.clinics[0].Works() && l.clinics[1].Works() })
}

// pause lets a time pass that is drawn.
func pause(t *testing.T, random *rand.Rand, least, most time.Duration) {
	t.Helper()
	timer := time.NewTimer(least + time.Duration(random.Int64N(int64(most-least))))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-t.Context().Done():
	}
}
