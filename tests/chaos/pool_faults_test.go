package chaos

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	crowd = 200
	// Each call has 5 seconds, and a machine that is busy a moment more.
	answeredWithin = 7 * time.Second
)

// poolOfTwo leaves each service two connections to its database.
var poolOfTwo = &wiring{"a pool of two", func(*testing.T, *rig) (overrides, func(*testing.T)) {
	all := overrides{}
	for _, service := range stack.Services {
		all[service] = map[string]string{"ENLACE_POOL_SIZE": "2"}
	}
	return all, func(*testing.T) {}
}}

// crowdThePool lets 200 call at once: each is served or turned away, and none is left without an answer.
func crowdThePool(t *testing.T, r *rig, random *rand.Rand) func() {
	t.Helper()
	var of [2]known
	for i, clinic := range r.load.clinics {
		of[i].id, of[i].number = clinic.NewPatient(t)
	}
	var group sync.WaitGroup
	for i := range crowd {
		one := &caller{load: r.load, clinic: r.load.clinics[i%2], other: r.load.clinics[1-i%2], own: of[i%2],
			name: fmt.Sprintf("crowd%d", i), random: rand.New(rand.NewPCG(random.Uint64(), uint64(i)))}
		group.Go(func() {
			for _, act := range []func(){one.register, one.book, one.register} {
				one.calls++
				act()
			}
		})
	}
	group.Wait()
	return func() { judgeCrowd(t, r.load.ledger) }
}

func judgeCrowd(t *testing.T, l *ledger) {
	t.Helper()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	told := map[string]int{}
	var slowest time.Duration
	for _, o := range l.history {
		if !strings.HasPrefix(o.Caller, "crowd") {
			continue
		}
		told[fmt.Sprint(o.Status, " ", o.Reason)]++
		slowest = max(slowest, o.Took)
		// On a machine that is too busy to serve anybody some run out of their time, which is an answer too.
		late := o.Status == 503 || o.Status == 504
		if o.Status != 201 && o.Status != 409 && o.Status != 429 && (stack.Long() || !late) {
			t.Errorf("%s was answered %d %s %s after %v", o.Tag, o.Status, o.Reason, o.Failure, o.Took)
		}
	}
	t.Logf("the crowd was told %v, the slowest after %v", told, slowest.Round(time.Millisecond))
	if stack.Long() && slowest > answeredWithin {
		t.Errorf("an answer took %v", slowest)
	}
}
