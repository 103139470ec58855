package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	callers = 6
	// pace is how often each caller calls.
	pace = 25 * time.Millisecond
)

// load is what the clinics do while things break: every call has a request id and a tag of its own.
type load struct {
	clinic *stack.Clinic
	ledger *ledger
	seed   uint64
	stop   context.CancelFunc
	group  sync.WaitGroup
}

func startLoad(t *testing.T, clinic *stack.Clinic, seed uint64) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &load{clinic: clinic, ledger: newLedger(), seed: seed, stop: stop}
	for i := range callers {
		id, number := clinic.NewPatient(t)
		c := &caller{load: l, name: fmt.Sprintf("c%d", i), random: rand.New(rand.NewPCG(seed, uint64(i))),
			own: known{id, number}}
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

// caller is one of the load's clients. Its own patient is changed by nobody else.
type caller struct {
	*load
	name   string
	random *rand.Rand
	calls  int
	own    known
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
		c.calls++
		switch c.random.IntN(10) {
		case 0, 1, 2:
			c.register()
		case 3, 4, 5:
			c.book()
		case 6, 7, 8:
			c.read()
		case 9:
			if c.random.IntN(2) == 0 {
				c.change()
			} else {
				c.cancel()
			}
		}
	}
}

// tag names one call of the whole run.
func (c *caller) tag() string { return fmt.Sprintf("chaos-%d-%s-%d", c.seed, c.name, c.calls) }

func (c *caller) send(method, path string, body any) (stack.Answer, error) {
	return enlace.Send(stack.Request{Method: method, Path: path, Key: c.clinic.Key, Body: body,
		Header: map[string]string{"X-Request-Id": c.tag()}})
}

// idIn is the id of an answer; empty when it has none.
func idIn(answer stack.Answer, err error) string {
	if err != nil || answer.Status != 201 {
		return ""
	}
	return answer.ID()
}

func (c *caller) register() {
	number := stack.NewDocument()
	body := c.clinic.PatientBody(number)
	body["customFields"] = stack.Object{"tag": c.tag()}
	if c.random.IntN(10) == 0 {
		// The document is taken, or will have been by the time.
		if someone, there := c.ledger.someone(c.random.Int()); there {
			body["docNumber"] = someone.number
		}
	}
	answer, err := c.send("POST", "/v1/patients", body)
	w := write{tag: c.tag(), id: idIn(answer, err), fate: fateOf(answer, err)}
	c.ledger.note("registration", w.fate, func() {
		c.ledger.patients = append(c.ledger.patients, w)
		if w.fate == acknowledged {
			c.ledger.known = append(c.ledger.known, known{w.id, number})
		}
	})
}

// book races for one of a few slots, so that bookings meet.
func (c *caller) book() {
	someone, there := c.ledger.someone(c.random.Int())
	if !there {
		someone = c.own
	}
	begin := time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(c.random.IntN(4000)) * 10 * time.Minute)
	body := c.clinic.BookingBody(someone.number, begin.Format(time.RFC3339), begin.Add(20*time.Minute).Format(time.RFC3339))
	body["customFields"] = stack.Object{"tag": c.tag()}
	answer, err := c.send("POST", "/v1/appointments", body)
	w := write{tag: c.tag(), id: idIn(answer, err), fate: fateOf(answer, err)}
	c.ledger.note("booking", w.fate, func() { c.ledger.bookings = append(c.ledger.bookings, w) })
}

func (c *caller) read() {
	someone, there := c.ledger.someone(c.random.Int())
	if !there {
		someone = c.own
	}
	answer, err := c.send("GET", "/v1/patients/"+someone.id, nil)
	f := fateOf(answer, err)
	c.ledger.note("read", f, func() {
		c.ledger.reads = append(c.ledger.reads, read{c.tag(), someone.id, f == acknowledged})
	})
}

func (c *caller) change() {
	answer, err := c.send("PATCH", "/v1/patients/"+c.own.id, stack.Object{"customFields": stack.Object{"change": c.tag()}})
	w := write{tag: c.tag(), id: c.own.id, fate: fateOf(answer, err)}
	c.ledger.note("change", w.fate, func() { c.ledger.changes[c.own.id] = append(c.ledger.changes[c.own.id], w) })
}

func (c *caller) cancel() {
	id, there := c.ledger.aBooking(c.random.Int())
	if !there {
		return
	}
	answer, err := c.send("POST", "/v1/appointments/"+id+"/cancel", stack.Object{})
	f := fateOf(answer, err)
	c.ledger.note("cancellation", f, func() {
		if f == acknowledged {
			c.ledger.cancelled = append(c.ledger.cancelled, id)
		}
	})
}
