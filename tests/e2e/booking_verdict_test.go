package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"enlace.dev/tests/stack"
	"google.golang.org/grpc/codes"
)

// claim is a row that has to do with a doctor's time, buffers included.
type claim struct {
	// Kind is appointment, hold or busy.
	Kind, ID, Doctor, Room string
	// Starts and Ends are Unix seconds; Start is where an appointment itself begins.
	Starts, Ends, Start int64
	// Live: takes the time now.
	Live       bool
	Overbooked bool
	Offer, Tag string
	State      string
	Version    int
}

// claimsOf reads what is stored of a round, at one moment.
const claimsOf = `
WITH booked AS (
  SELECT a.*, a.start_at - make_interval(mins => a.buffer_before_minutes) AS starts,
         a.end_at + make_interval(mins => a.buffer_after_minutes) AS ends
    FROM appointments AS a WHERE a.tenant_id = '%[1]s' AND a.start_at >= '%[2]s' AND a.start_at < '%[3]s'
), held AS (
  SELECT h.*, h.start_at - make_interval(mins => h.buffer_before_minutes) AS starts,
         h.end_at + make_interval(mins => h.buffer_after_minutes) AS ends
    FROM slot_holds AS h WHERE h.tenant_id = '%[1]s' AND h.start_at >= '%[2]s' AND h.start_at < '%[3]s'
)
SELECT 'appointment' AS kind, b.id, b.practitioner_id AS doctor, b.room_id AS room,
       extract(epoch FROM b.starts)::bigint AS starts, extract(epoch FROM b.ends)::bigint AS ends,
       extract(epoch FROM b.start_at)::bigint AS start,
       b.deleted_at IS NULL AND b.state NOT IN ('CANCELLED', 'NO_SHOW') AS live,
       b.overbook_reason IS NOT NULL AS overbooked, b.offer, b.custom_fields->>'tag' AS tag, b.state, b.version
  FROM booked AS b
UNION ALL
SELECT 'hold', h.id, h.practitioner_id, NULL, extract(epoch FROM h.starts)::bigint, extract(epoch FROM h.ends)::bigint,
       extract(epoch FROM h.start_at)::bigint,
       h.deleted_at IS NULL AND h.expires_at > now() AND NOT EXISTS (
         SELECT FROM appointments AS o WHERE o.tenant_id = h.tenant_id AND o.offer = h.offer),
       false, h.offer, NULL, NULL, h.version
  FROM held AS h
UNION ALL
SELECT 'busy', t.holder_id, t.practitioner_id, t.room_id, extract(epoch FROM t.start_at)::bigint,
       extract(epoch FROM t.end_at)::bigint, NULL, t.held_until IS NULL OR t.held_until > now(), t.overbooked, t.offer,
       NULL, NULL, NULL
  FROM busy_times AS t WHERE t.tenant_id = '%[1]s' AND t.start_at >= '%[2]s' AND t.start_at < '%[3]s'`

// record is what is stored of a round, by kind and id.
type record map[string]map[string]claim

func (r *round) read(t *testing.T) record {
	t.Helper()
	rows := stack.Query[claim](t, enlace, stack.Database(stack.Appointment), fmt.Sprintf(claimsOf, stack.UUID(t, r.ID),
		r.from.Format(time.RFC3339), r.from.Add(roundLasts).Format(time.RFC3339)))
	stored := record{"appointment": {}, "hold": {}, "busy": {}}
	for _, row := range rows {
		row.ID = stack.FromUUID(t, row.ID)
		stored[row.Kind][row.ID] = row
	}
	return stored
}

func (r *round) judge(t *testing.T) {
	t.Helper()
	stored := r.read(t)
	r.judgeBusyTimes(t, stored)
	r.judgeOverlaps(t, stored)
	r.judgeAnswers(t)
	r.judgeBookings(t, stored)
	r.judgeVersions(t, stored)
	r.judgeHolds(t, stored)
	r.judgeWinners(t, stored)
}

// judgeBusyTimes: there is one for each live appointment and hold, and no other.
func (r *round) judgeBusyTimes(t *testing.T, stored record) {
	t.Helper()
	busy := stored["busy"]
	for _, kind := range []string{"appointment", "hold"} {
		for id, c := range stored[kind] {
			time, there := busy[id]
			switch {
			case c.Live != (there && time.Live):
				t.Errorf("%s %s: live %v, its busy time %+v", kind, id, c.Live, time)
			case c.Live && (time.Doctor != c.Doctor || time.Starts != c.Starts || time.Ends != c.Ends):
				t.Errorf("%s %+v takes %+v", kind, c, time)
			case c.Live && kind == "appointment" && (time.Room != c.Room || (c.Room == "") != (r.field.places == 1)):
				t.Errorf("%s %+v has the room of %+v", kind, c, time)
			case c.Overbooked || time.Overbooked:
				t.Errorf("%s %s is overbooked", kind, id)
			}
		}
	}
	for id, time := range busy {
		if time.Live && !stored["appointment"][id].Live && !stored["hold"][id].Live {
			t.Errorf("a busy time of nothing: %+v", time)
		}
	}
}

// judgeOverlaps looks at appointments and holds themselves; where a hold is, its busy time says.
func (r *round) judgeOverlaps(t *testing.T, stored record) {
	t.Helper()
	var live []claim
	for _, kind := range []string{"appointment", "hold"} {
		for id, c := range stored[kind] {
			c.Room = stored["busy"][id].Room
			if c.Live {
				live = append(live, c)
			}
		}
	}
	for i, a := range live {
		for _, b := range live[:i] {
			if a.Starts < b.Ends && b.Starts < a.Ends && (a.Doctor == b.Doctor || a.Room != "" && a.Room == b.Room) {
				t.Errorf("%+v overlaps %+v", a, b)
			}
		}
	}
}

// clear are the refusals that a loser may get; those that are true only now say when to repeat.
var clear = map[string]struct {
	code    codes.Code
	repeats bool
}{
	"SLOT_TAKEN":        {codes.AlreadyExists, false},
	"ROOM_TAKEN":        {codes.AlreadyExists, false},
	"OFFER_USED":        {codes.AlreadyExists, false},
	"STATE_TRANSITION":  {codes.FailedPrecondition, false},
	"ETAG_MISMATCH":     {codes.FailedPrecondition, false},
	"NOT_FOUND":         {codes.NotFound, false},
	"CONCURRENT_CHANGE": {codes.Aborted, true},
	"BUSY":              {codes.ResourceExhausted, true},
}

func (r *round) judgeAnswers(t *testing.T) {
	t.Helper()
	for _, answer := range r.told {
		if answer.won() {
			continue
		}
		allowed, there := clear[answer.refusal.Reason]
		if !there || allowed.code != answer.code || allowed.repeats != (answer.refusal.RetryAfter > 0) ||
			(answer.refusal.Reason == "NOT_FOUND" && answer.what != releases) {
			t.Errorf("who %s was answered %s %+v", answer.what, answer.answer(), answer.refusal)
		}
	}
}

// judgeBookings: what was acknowledged is there, what was refused is not.
func (r *round) judgeBookings(t *testing.T, stored record) {
	t.Helper()
	tagged := map[string][]string{}
	for id, c := range stored["appointment"] {
		tagged[c.Tag] = append(tagged[c.Tag], id)
	}
	for _, answer := range r.told {
		if answer.tag == "" {
			continue
		}
		ids := tagged[answer.tag]
		delete(tagged, answer.tag)
		if answer.won() && !slices.Equal(ids, []string{answer.appointment.GetId()}) {
			t.Errorf("%s was acknowledged as %s; stored: %v", answer.tag, answer.appointment.GetId(), ids)
		} else if !answer.won() && len(ids) != 0 {
			t.Errorf("%s was refused (%s) and is stored as %v", answer.tag, answer.answer(), ids)
		}
	}
	for tag, ids := range tagged {
		t.Errorf("%v %q was sent by nobody", ids, tag)
	}
}

// judgeVersions: each version was acknowledged, as one thing, and the last is what is stored.
func (r *round) judgeVersions(t *testing.T, stored record) {
	t.Helper()
	type content struct {
		state, room string
		start       int64
	}
	known := map[string]map[string]content{}
	for _, answer := range r.told {
		a := answer.appointment
		if a == nil {
			continue
		}
		now := content{a.GetState(), a.GetRoomId(), a.GetStartAppointment().GetSeconds()}
		if known[a.GetId()] == nil {
			known[a.GetId()] = map[string]content{}
		}
		if before, there := known[a.GetId()][a.GetEtag()]; there && before != now {
			t.Errorf("version %s of %s is %+v and %+v", a.GetEtag(), a.GetId(), before, now)
		}
		known[a.GetId()][a.GetEtag()] = now
	}
	for id, versions := range known {
		c := stored["appointment"][id]
		room := ""
		if c.Room != "" {
			room = stack.FromUUID(t, c.Room)
		}
		last := versions[fmt.Sprintf("%q", fmt.Sprint(c.Version))]
		if len(versions) != c.Version || last != (content{c.State, room, c.Start}) {
			t.Errorf("%+v was acknowledged as %+v", c, versions)
		}
	}
}

// judgeHolds: a hold that was acknowledged keeps the time until it is given up or booked.
func (r *round) judgeHolds(t *testing.T, stored record) {
	t.Helper()
	gone := map[string]bool{}
	for _, answer := range r.told {
		if answer.what == releases && answer.won() {
			gone[answer.hold] = true
		}
	}
	booked := map[string]bool{}
	for _, c := range stored["appointment"] {
		booked[c.Offer] = booked[c.Offer] || c.Offer != ""
	}
	known := map[string]bool{}
	for _, answer := range r.told {
		if answer.held == nil {
			continue
		}
		id := answer.held.GetId()
		known[id] = true
		h, there := stored["hold"][id]
		if !there || h.Live == (gone[id] || booked[h.Offer]) {
			t.Errorf("the hold %s: there %v, given up %v, booked %v: %+v", id, there, gone[id], booked[h.Offer], h)
		}
	}
	for id := range stored["hold"] {
		if !known[id] {
			t.Errorf("nobody was told of the hold %s", id)
		}
	}
}

// judgeWinners: where nothing frees the time, exactly as many have it as can, and nobody else was
// told to.
func (r *round) judgeWinners(t *testing.T, stored record) {
	t.Helper()
	if r.occupant != nobody {
		return
	}
	booked := map[string]bool{}
	winners := map[string]bool{}
	for _, answer := range r.racing {
		if a := answer.appointment; a != nil && answer.what != confirms {
			winners[a.GetId()] = true
			booked[stored["appointment"][a.GetId()].Offer] = true
		}
	}
	for _, answer := range r.racing {
		if h := answer.held; h != nil && !booked[stored["hold"][h.GetId()].Offer] {
			winners[h.GetId()] = true
		}
	}
	if len(winners) != r.field.places {
		t.Errorf("%d winners of %d places: %v", len(winners), r.field.places, winners)
	}
}
