package chaos

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

const (
	gaps     = 9
	waiting  = 3
	atATime  = 3
	nextLook = 90 * time.Second
)

// gap is a time that becomes free, and who waits for it alone, in order.
type gap struct {
	start, end  string
	appointment string
	entries     []string
	patients    []string
	// elsewhere is a time to which the appointment can be moved.
	elsewhere string
	// expected are the statuses of the entries.
	expected string
}

// queue is a clinic whose patients wait.
type queue struct {
	*stack.Clinic
	gaps   []*gap
	random *rand.Rand
	keys   int
	// worked counts the kills that left something due.
	kills, worked int
}

func newQueue(t *testing.T, random *rand.Rand) *queue {
	t.Helper()
	q := &queue{Clinic: enlace.NewClinic(t, "Waiting"), random: random}
	offers := q.Offers(t)
	// Far enough ahead that none begins meanwhile.
	offers = offers[len(offers)/2:]
	for i := range gaps {
		offer := offers[2*i]
		_, number := q.NewPatient(t)
		g := &gap{start: offer.Text("startAppointment"), end: offer.Text("endAppointment"),
			elsewhere: offers[2*i+1].Text("startAppointment"), expected: strings.Repeat(" WAITING", waiting)}
		g.appointment = q.Must(t, 201, "POST", "/v1/appointments", q.BookingBody(number, g.start, g.end)).Text("id")
		for range waiting {
			patient, _ := q.NewPatient(t)
			g.patients = append(g.patients, patient)
			g.entries = append(g.entries, q.Must(t, 201, "POST", "/v1/waitlist", stack.Object{"patientId": patient,
				"doctorId": q.Doctor, "earliest": g.start, "latest": g.end}).Text("id"))
		}
		q.gaps = append(q.gaps, g)
	}
	return q
}

// do insists on a call until it is done, whatever is killed meanwhile.
func (q *queue) do(t *testing.T, method, path string, body any) func() {
	q.keys++
	key := fmt.Sprintf("waitlist-%d", q.keys)
	return func() {
		answer, tries := insist(stack.Request{Method: method, Path: path, Key: q.Key, Body: body,
			Header: map[string]string{"Idempotency-Key": key}})
		if answer.Status < 200 || answer.Status > 299 {
			t.Errorf("%s %s, after %d tries: %d %s", method, path, tries, answer.Status, answer.Body)
		}
	}
}

// frees are calls that each make a gap's time free, in one way after the other.
func (q *queue) frees(t *testing.T) []func() {
	var calls []func()
	for i, g := range q.gaps {
		path := "/v1/appointments/" + g.appointment
		switch i % 4 {
		case 0:
			calls = append(calls, q.do(t, "POST", path+"/cancel", stack.Object{}))
		case 1:
			calls = append(calls, q.do(t, "PATCH", path, stack.Object{"state": "NO_SHOW"}))
		case 2:
			calls = append(calls, q.do(t, "PATCH", path, stack.Object{"startAppointment": g.elsewhere}))
		case 3:
			calls = append(calls, q.do(t, "DELETE", path, nil))
		}
		g.expected = " OFFERED" + strings.Repeat(" WAITING", waiting-1)
	}
	return calls
}

// ends are calls that each end a gap's offer, and pass it on, but where it is booked.
func (q *queue) ends(t *testing.T) []func() {
	var calls []func()
	for i, g := range q.gaps {
		entry := "/v1/waitlist/" + g.entries[0]
		offer := q.Must(t, 200, "GET", entry, nil).Member("offer").Text("offerId")
		others := " OFFERED" + strings.Repeat(" WAITING", waiting-2)
		switch i % 4 {
		case 0:
			calls = append(calls, q.do(t, "POST", entry+"/decline", stack.Object{"offerId": offer}))
			g.expected = " WAITING" + others
		case 1:
			calls = append(calls, func() { q.letRunOut(t, g) })
			g.expected = " WAITING" + others
		case 2:
			calls = append(calls, q.do(t, "DELETE", entry, nil))
			g.expected = " CANCELLED" + others
		case 3:
			calls = append(calls, q.do(t, "POST", "/v1/appointments", stack.Object{"eventType": "APPOINTMENT",
				"actionType": "CREATE", "offerId": offer, "patientId": g.patients[0]}))
			g.expected = " BOOKED" + strings.Repeat(" WAITING", waiting-1)
		}
	}
	return calls
}

// letRunOut sets what an offer's quarter of an hour would bring about.
func (q *queue) letRunOut(t *testing.T, g *gap) {
	tenant := "tenant_id = '" + stack.UUID(t, q.ID) + "'"
	enlace.Exec(t, stack.Database(stack.Appointment), fmt.Sprintf(`SET app.actor_id = 'clock'; BEGIN;
UPDATE slot_holds SET expires_at = now() WHERE start_at = '%[1]s' AND expires_at > now() AND %[2]s;
UPDATE busy_times SET held_until = now() WHERE start_at = '%[1]s' AND held_until > now() AND %[2]s;
UPDATE freed_times SET due_at = now() WHERE start_at = '%[1]s' AND due_at > now() AND %[2]s;
COMMIT`, g.start, tenant))
}

// throughKills makes the calls, a few at a time, and kills the service a moment after each few.
func (q *queue) throughKills(t *testing.T, calls []func()) {
	t.Helper()
	due := "SELECT count(*) FROM freed_times WHERE due_at <= now() AND tenant_id = '" + stack.UUID(t, q.ID) + "'"
	var group sync.WaitGroup
	for few := range slices.Chunk(calls, atATime) {
		stack.Eventually(t, backWithin, "everything works", q.Works)
		for _, call := range few {
			group.Go(call)
		}
		// The worker looks twice a second.
		pause(t, q.random, 0, 700*time.Millisecond)
		enlace.Kill(t, stack.Appointment)
		q.kills++
		if enlace.Count(t, stack.Database(stack.Appointment), due) > 0 {
			q.worked++
		}
		enlace.StartProcess(t, stack.Appointment)
	}
	group.Wait()
	stack.Eventually(t, backWithin, "everything works", q.Works)
	// What failed otherwise than by a kill is looked at again after a minute.
	stack.Eventually(t, nextLook, "each gap is offered", func() bool { return q.statuses(t) == q.expectation() })
	stack.Eventually(t, nextLook, "nothing is due", func() bool {
		return enlace.Count(t, stack.Database(stack.Appointment), due) == 0
	})
	stack.Eventually(t, time.Minute, "the outboxes are empty", func() bool { return enlace.OutboxIsEmpty(t) })
}

// statuses tells those of all entries, gap by gap.
func (q *queue) statuses(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, row := range stack.Query[struct{ Statuses string }](t, enlace, stack.Database(stack.Appointment),
		"SELECT string_agg(' ' || status, '' ORDER BY created_at, id) AS statuses FROM waitlist_entries WHERE tenant_id = '"+
			stack.UUID(t, q.ID)+"' GROUP BY earliest_at ORDER BY min(created_at)") {
		all.WriteString(row.Statuses + ";")
	}
	return all.String()
}

func (q *queue) expectation() string {
	var all strings.Builder
	for _, g := range q.gaps {
		all.WriteString(g.expected + ";")
	}
	return all.String()
}

func TestFreedTimesReachWhoWaitsThroughKills(t *testing.T) {
	random := rand.New(rand.NewPCG(stack.Seed(t), 4))
	for range roundsOf(t) {
		stack.Eventually(t, backWithin, "everything works", enlace.Ready)
		q := newQueue(t, random)
		q.throughKills(t, q.frees(t))
		q.judge(t)
		q.throughKills(t, q.ends(t))
		q.judge(t)
		t.Logf("%d kills, %d of them left something due", q.kills, q.worked)
	}
}

// judge compares what is stored with what the entries say, and with the audit.
func (q *queue) judge(t *testing.T) {
	t.Helper()
	tenant := stack.UUID(t, q.ID)
	for _, g := range q.gaps {
		// Whose time it is: of an entry that is offered it, or of the appointment of one that has booked it.
		type holder struct{ Holder, Entry string }
		found := stack.Query[holder](t, enlace, stack.Database(stack.Appointment), fmt.Sprintf(
			`SELECT b.holder_id AS holder, e.id AS entry FROM busy_times AS b LEFT JOIN waitlist_entries AS e
			   ON e.tenant_id = b.tenant_id AND (e.status = 'OFFERED' AND e.hold_id = b.holder_id
			                                     OR e.status = 'BOOKED' AND e.appointment_id = b.holder_id)
			 WHERE b.tenant_id = '%s' AND b.practitioner_id = '%s' AND b.start_at < '%s' AND b.end_at > '%s'
			   AND (b.held_until IS NULL OR b.held_until > now())`, tenant, stack.UUID(t, q.Doctor), g.end, g.start))
		if len(found) != 1 || found[0].Entry == "" || !slices.Contains(g.entries, stack.FromUUID(t, found[0].Entry)) {
			t.Errorf("the gap at %s is taken by %+v", g.start, found)
		}
	}
	for what, query := range map[string]string{
		"offers whose hold is another entry's, or open while the entry waits": `SELECT count(*) FROM slot_holds AS h
			WHERE h.tenant_id = '%[1]s' AND h.deleted_at IS NULL AND h.expires_at > now() AND NOT EXISTS (
			  SELECT FROM waitlist_entries AS e WHERE e.tenant_id = h.tenant_id AND e.hold_id = h.id AND e.id = h.credential_id)`,
		"entries that were offered a time twice": `SELECT count(*) FROM (SELECT FROM waitlist_offers AS o
			JOIN slot_holds AS h ON h.tenant_id = o.tenant_id AND h.id = o.id
			WHERE o.tenant_id = '%[1]s' GROUP BY o.entry_id, h.start_at HAVING count(*) > 1) AS twice`,
		"holds that are no offer": `SELECT count(*) FROM slot_holds AS h WHERE h.tenant_id = '%[1]s' AND NOT EXISTS (
			SELECT FROM waitlist_offers AS o WHERE o.tenant_id = h.tenant_id AND o.id = h.id)`,
		"live entries that nobody will look at": `SELECT count(*) FROM waitlist_entries AS e
			WHERE e.tenant_id = '%[1]s' AND e.status IN ('WAITING', 'OFFERED') AND NOT EXISTS (
			  SELECT FROM freed_times AS f WHERE f.tenant_id = e.tenant_id AND f.entry_id = e.id)`,
	} {
		if n := enlace.Count(t, stack.Database(stack.Appointment), fmt.Sprintf(query, tenant)); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	judgeVersions(t, enlace, tenant, stack.Appointment, "waitlist_entries", "WaitlistEntry")
	judgeVersions(t, enlace, tenant, stack.Appointment, "slot_holds", "SlotHold")
	judgeVersions(t, enlace, tenant, stack.Appointment, appointments, "Appointment")
	q.judgeEvents(t)
}

// judgeEvents: each offer is told once, by the entry's event.
func (q *queue) judgeEvents(t *testing.T) {
	t.Helper()
	type told struct {
		Entry, Hold string
		Count       int
	}
	tenant := stack.UUID(t, q.ID)
	made := stack.Query[told](t, enlace, stack.Database(stack.Appointment),
		"SELECT entry_id AS entry, id AS hold, 1 AS count FROM waitlist_offers WHERE tenant_id = '"+tenant+"' ORDER BY 1, 2")
	for i := range made {
		made[i].Entry, made[i].Hold = stack.FromUUID(t, made[i].Entry), stack.FromUUID(t, made[i].Hold)
	}
	counts := map[told]int{}
	for _, event := range slices.Concat(q.Pages(t, "/v1/audit/events?resourceType=WaitlistEntry&eventType=WRITE&pageSize=200", "events")...) {
		if after := event.Member("after"); after.Text("status") == "OFFERED" {
			counts[told{Entry: event.Text("resourceId"), Hold: after.Text("holdId")}]++
		}
	}
	var events []told
	for offer, count := range counts {
		events = append(events, told{offer.Entry, offer.Hold, count})
	}
	slices.SortFunc(events, func(a, b told) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Hold, b.Hold)) })
	if !slices.Equal(made, events) {
		t.Errorf("offers %+v\nevents %+v", made, events)
	}
}
