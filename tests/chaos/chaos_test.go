package chaos

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// backWithin is the promise of how soon everything works again without help.
const backWithin = 10 * time.Second

// roundsOf is how often each fault comes.
func roundsOf(t *testing.T) int {
	t.Helper()
	return stack.Setting(t, "ENLACE_CHAOS_ROUNDS", 1)
}

func TestNothingIsLostOrDoubledWhenProcessesDie(t *testing.T) {
	seed := stack.Seed(t)
	random := rand.New(rand.NewPCG(seed, 0))
	clinic := enlace.NewClinic(t, "Chaos")
	running := startLoad(t, clinic, seed)
	all := slices.Repeat(faults(), roundsOf(t))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, f := range all {
		pause(t, random, time.Second)
		began := time.Now()
		f.do(t, random)
		broken := time.Now()
		stack.Eventually(t, backWithin, "everything works again after "+f.name, clinic.Works)
		t.Logf("%s: took %v, back after %v", f.name, broken.Sub(began).Round(time.Millisecond),
			time.Since(broken).Round(time.Millisecond))
	}
	pause(t, random, time.Second)
	ledger := running.end()
	t.Log(ledger.counts)

	stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
	v := verdict{ledger: ledger, tenant: stack.UUID(t, clinic.ID)}
	t.Run("every write is there as its caller was told", v.judgeWrites)
	t.Run("a change that was acknowledged is kept", v.judgeChanges)
	t.Run("the audit has each committed version of each row once", v.judgeAudit)
	t.Run("each answered read has one access record", v.judgeReads)
	t.Run("no two bookings of the doctor overlap", v.judgeOverlaps)
	t.Run("the run was worth it", v.judgeLoad)
}
