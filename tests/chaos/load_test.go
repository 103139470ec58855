package chaos

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	callers = 6
	// pace is how often each caller calls.
	pace = 25 * time.Millisecond
	// repeatedFor is how long a call is repeated that is not answered.
	repeatedFor = 20 * time.Second
)

// load is what two clinics do while things break: every call has a request id and a tag of its own, and
// every write a key.
type load struct {
	rig     *rig
	clinics []*stack.Clinic
	ledger  *ledger
	seed    uint64
	stop    context.CancelFunc
	group   sync.WaitGroup
}

// startLoad lets half of the callers repeat what was not answered, or all of them.
func startLoad(t *testing.T, r *rig, seed uint64, allInsist bool) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	l := &load{rig: r, ledger: newLedger(), seed: seed, stop: stop,
		clinics: []*stack.Clinic{r.NewClinic(t, "Chaos North"), r.NewClinic(t, "Chaos South")}}
	for i := range callers {
		c := l.newCaller(t, i)
		c.insists = allInsist || i < callers/2
		l.group.Go(func() { c.run(ctx) })
	}
	return l
}

// end lets every call come to its end.
func (l *load) end() *ledger {
	l.stop()
	l.group.Wait()
	return l.ledger
}

// caller is one of the load's clients. Its own patient and its own appointment are changed by nobody else.
type caller struct {
	*load
	clinic, other *stack.Clinic
	name          string
	random        *rand.Rand
	calls         int
	own           known
	appointment   string
	insists       bool
}

func (l *load) newCaller(t *testing.T, i int) *caller {
	t.Helper()
	c := &caller{load: l, clinic: l.clinics[i%2], other: l.clinics[1-i%2], name: "c" + strconv.Itoa(i),
		random: rand.New(rand.NewPCG(l.seed, uint64(i)))}
	id, number := c.clinic.NewPatient(t)
	c.own = known{id, number}
	start, end := stack.NewSlot()
	c.appointment = c.clinic.Must(t, 201, "POST", "/v1/appointments", c.clinic.BookingBody(number, start, end)).Text("id")
	l.ledger.comments[id] = &held{}
	l.ledger.starts[c.appointment] = &held{initial: epoch(t, start)}
	return c
}

func epoch(t *testing.T, start string) string {
	t.Helper()
	at, err := time.Parse(time.RFC3339, start)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(at.Unix(), 10)
}

func (c *caller) run(ctx context.Context) {
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		c.act()
	}
}

// act makes one call.
func (c *caller) act() {
	c.calls++
	switch draw := c.random.IntN(20); {
	case draw < 5:
		c.register()
	case draw < 10:
		c.book()
	case draw < 14:
		c.read()
	case draw < 15:
		c.list()
	case draw < 16:
		c.lookAway()
	case draw < 17:
		c.change()
	case draw < 19:
		c.reschedule()
	default:
		c.cancel()
	}
}

// tag names one call of the whole run.
func (c *caller) tag() string {
	return strings.Join([]string{"chaos", strconv.FormatUint(c.seed, 10), c.name, strconv.Itoa(c.calls)}, "-")
}

// tags are the custom fields of what a caller makes.
func (c *caller) tags() stack.Object { return stack.Object{"tag": c.tag(), "clinic": c.clinic.Name} }

// write sends a write under a key; whoever insists repeats it until it has an answer that says what became
// of it.
func (c *caller) write(what, method, path string, body any) (stack.Answer, operation) {
	header := map[string]string{"X-Request-Id": c.tag(), "Idempotency-Key": c.tag()}
	o := operation{Began: time.Now(), Caller: c.name, What: what, Tag: c.tag()}
	var answer stack.Answer
	var err error
	stack.Within(repeatedFor, func() bool {
		o.Tries++
		answer, err = c.rig.Send(stack.Request{Method: method, Path: path, Key: c.clinic.Key, Body: body, Header: header})
		o.Fate = fateOf(answer, err)
		if o.Tries > 1 && answer.Status == 429 {
			// An earlier one may have been done.
			o.Fate = unknown
		}
		return !c.insists || o.Fate != unknown && answer.Status != 429
	})
	return answer, o.ended(answer, err)
}

// look sends a read, once: its request id is in one access record.
func (c *caller) look(what, path string) (stack.Answer, operation) {
	o := operation{Began: time.Now(), Caller: c.name, What: what, Tag: c.tag(), Tries: 1}
	answer, err := c.rig.Send(stack.Request{Method: "GET", Path: path, Key: c.clinic.Key,
		Header: map[string]string{"X-Request-Id": c.tag()}})
	o.Fate = fateOf(answer, err)
	return answer, o.ended(answer, err)
}

func (o operation) ended(answer stack.Answer, err error) operation {
	o.Took, o.Status = time.Since(o.Began), answer.Status
	if err != nil {
		o.Failure = err.Error()
		return o
	}
	if o.Fate == acknowledged {
		o.ID = answer.ID()
	} else {
		o.Reason = reasonOf(answer)
	}
	return o
}
