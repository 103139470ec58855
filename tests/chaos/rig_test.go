package chaos

import (
	"testing"
	"time"

	"enlace.dev/tests/stack"
	toxiproxy "github.com/Shopify/toxiproxy/v2"
)

// rig is a stack with whatever stands between its processes.
type rig struct {
	*stack.Stack
	// own: made by replace, and ended by it.
	own bool
	// seeds are how many it has served.
	seeds  int
	wiring *wiring
	unwire func(*testing.T)
	worn   overrides
	// watched is a clinic that tells whether everything works while no seed has one.
	watched *stack.Clinic
	// load is that of the seed that runs.
	load *load
	// databaseEnvironment is what PostgreSQL is started with, as NAME=value.
	databaseEnvironment []string
	// proxies are those of byProxies, by the link's name.
	proxies map[string]*toxiproxy.Proxy
	// commits are those of byCommitLinks, by service.
	commits map[string]*commitLink
	// clocks are the files that say how far a clock is off, by service.
	clocks map[string]string
}

// overrides are variables by process.
type overrides map[string]map[string]string

// wiring is how processes are connected and what they run with.
type wiring struct {
	name string
	// connect answers what the processes have to be started with, and how all is undone once they run
	// without it.
	connect func(t *testing.T, r *rig) (overrides, func(*testing.T))
}

var direct = &wiring{"direct", func(*testing.T, *rig) (overrides, func(*testing.T)) { return nil, func(*testing.T) {} }}

// use changes the wiring when it is another one.
func (r *rig) use(t *testing.T, w *wiring) {
	t.Helper()
	if r.wiring == w {
		return
	}
	if r.watched == nil {
		r.watched = r.NewClinic(t, "Watched")
	}
	ended := map[string]bool{}
	end := func(name string) {
		if !ended[name] {
			r.Kill(t, name)
			ended[name] = true
		}
	}
	for name := range r.worn {
		end(name)
	}
	if r.unwire != nil {
		r.unwire(t)
	}
	r.wiring, r.worn, r.unwire = nil, nil, nil
	r.worn, r.unwire = w.connect(t, r)
	for _, name := range stack.Processes {
		if len(r.worn[name]) > 0 {
			end(name)
		}
		r.Override(name, r.worn[name])
		if ended[name] {
			r.StartProcess(t, name)
		}
	}
	r.wiring = w
	stack.Eventually(t, patience, "everything works with the wiring "+w.name, func() bool {
		for _, name := range stack.Processes {
			if !r.Hears(t, name) {
				return false
			}
		}
		return r.watched.Works()
	})
}

// seedsOfAStack keep what one stack has to search through small.
const seedsOfAStack = 100

// fresh is another stack when this one has served enough seeds, of whatever classes.
func (r *rig) fresh(t *testing.T) *rig {
	t.Helper()
	if r.seeds < seedsOfAStack {
		return r
	}
	return r.replace(t)
}

// replace ends a stack that cannot be trusted any more, and starts another.
func (r *rig) replace(t *testing.T) *rig {
	t.Helper()
	r.end(t)
	began := time.Now()
	s, err := stack.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("another stack, after %v", time.Since(began).Round(time.Millisecond))
	return &rig{Stack: s, own: true}
}

// end stops what replace made; the package's own stack it leaves as it was.
func (r *rig) end(t *testing.T) {
	t.Helper()
	if !r.own {
		r.use(t, direct)
		return
	}
	if r.unwire != nil {
		r.unwire(t)
	}
	if err := r.Stop(t.Failed()); err != nil {
		t.Log(err)
	}
}
