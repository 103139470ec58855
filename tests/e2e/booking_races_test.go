package e2e

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	"enlace.dev/tests/stack"
)

const (
	racers = 64
	// raceRounds is overridden by ENLACE_RACE_ROUNDS, for long runs.
	raceRounds = 20
	// roundLasts is the stretch of time that one round has for itself.
	roundLasts = 8 * time.Hour
)

// field is where a round is held: doctors at a site who all race for the same time.
type field struct {
	name, site string
	doctors    []string
	modalities []string
	// kind is the code of an appointment type; empty: none.
	kind string
	// places is how many of them can have it.
	places int
}

// occupant is what has the time when a round begins.
type occupant string

const (
	nobody        occupant = "nobody"
	anAppointment occupant = "an appointment"
	aHold         occupant = "a hold"
)

// course is a clinic with its fields.
type course struct {
	*stack.Clinic
	appointments appointmentv1.AppointmentServiceClient
	slots        appointmentv1.SlotServiceClient
	// keys are many, because one credential holds few times at once.
	keys    []string
	patient string
	fields  []field
}

func newCourse(t *testing.T) *course {
	t.Helper()
	c := &course{Clinic: enlace.NewClinic(t, "Course"),
		appointments: appointmentv1.NewAppointmentServiceClient(enlace.Conn(t, stack.Appointment)),
		slots:        appointmentv1.NewSlotServiceClient(enlace.Conn(t, stack.Appointment))}
	for range 8 {
		_, key := c.NewKey(t, stack.AllScopes...)
		c.keys = append(c.keys, key)
	}
	c.patient, _ = c.NewPatient(t)
	c.Must(t, 201, "POST", "/v1/appointment-types", stack.Object{"code": "BUFFERED", "name": "With buffers",
		"durationMinutes": 30, "bufferBeforeMinutes": 10, "bufferAfterMinutes": 15, "maxDaysAhead": 730})
	rooms := c.Must(t, 201, "POST", "/v1/sites", stack.Object{"name": "Two rooms", "city": "Bogotá"}).Text("id")
	for _, name := range []string{"1", "2"} {
		c.Must(t, 201, "POST", "/v1/rooms", stack.Object{"clinicId": rooms, "name": name})
	}
	apart := []string{"IN_PERSON", "TELEMEDICINE_INTERACTIVE"}
	c.fields = []field{
		{name: "one doctor", site: c.Site, doctors: c.attending(t, c.Site, 1), modalities: apart, places: 1},
		{name: "a doctor with buffers", site: c.Site, doctors: c.attending(t, c.Site, 1), modalities: apart, places: 1, kind: "BUFFERED"},
		{name: "four doctors and two rooms", site: rooms, doctors: c.attending(t, rooms, 4), modalities: apart[:1], places: 2},
	}
	return c
}

// attending adds doctors who attend at a site at any hour.
func (c *course) attending(t *testing.T, site string, number int) []string {
	t.Helper()
	doctors := make([]string, number)
	for i := range doctors {
		doctors[i] = c.NewDoctor(t, stack.NewDocument())
		c.Must(t, 201, "POST", "/v1/practitioner-roles", stack.Object{"doctorId": doctors[i], "clinicId": site,
			"availableTimes": []any{stack.Object{"daysOfWeek": []string{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"},
				"startTime": "00:00", "endTime": "24:00", "onHolidays": true}}})
	}
	return doctors
}

func TestWhoeverRacesForATimeOneHasItAndEachIsToldTheTruth(t *testing.T) {
	seed := stack.Seed(t)
	rounds := stack.Setting(t, "ENLACE_RACE_ROUNDS", raceRounds)
	random := rand.New(rand.NewPCG(seed, 3))
	c := newCourse(t)
	occupants := []occupant{nobody, anAppointment, aHold}
	tomorrow := time.Now().Add(24 * time.Hour).UTC().Truncate(24 * time.Hour)
	began := time.Now()
	count := tally{}
	for i := range rounds {
		r := &round{course: c, number: i, random: random, from: tomorrow.Add(time.Duration(i) * roundLasts),
			field: c.fields[i%len(c.fields)], occupant: occupants[i/len(c.fields)%len(occupants)],
			byOffer: i%2 == 0}
		r.prepare(t)
		r.race(t)
		r.judge(t)
		r.tidy(t)
		count.add(r)
		if t.Failed() {
			t.Fatalf("round %d: %s, the time had %s; seed %d", i, r.field.name, r.occupant, seed)
		}
	}
	t.Logf("%d rounds of %d racers in %v: %d winners, %d losers, the slowest answered after %v", rounds, racers,
		time.Since(began).Round(time.Millisecond), count.winners, count.losers, count.slowest.Round(time.Millisecond))
	for _, what := range slices.Sorted(maps.Keys(count.answers)) {
		t.Logf("%7d %s", count.answers[what], what)
	}
	t.Run("the run was worth it", count.judge)
}

// race lets all racers call at once, so that any of them may come first: what books has to find a
// patient, and others begin when so many of the bookings as were drawn have been answered.
func (r *round) race(t *testing.T) {
	t.Helper()
	all := r.racers()
	told := make([]told, len(all))
	bookings := 0
	for _, one := range all {
		if one.books() {
			bookings++
		}
	}
	// answered[n] is closed when n bookings have been answered.
	answered := make([]chan struct{}, bookings+1)
	for n := range answered {
		answered[n] = make(chan struct{})
	}
	var count atomic.Int64
	var group sync.WaitGroup
	for i, one := range all {
		start := answered[0]
		if !one.books() {
			start = answered[r.random.IntN(bookings/4+1)]
		}
		group.Go(func() {
			<-start
			told[i] = one.ask(t)
			if one.books() {
				close(answered[count.Add(1)])
			}
		})
	}
	close(answered[0])
	group.Wait()
	r.racing = told
	r.told = append(r.told, told...)
}

// tally counts answers over all rounds.
type tally struct {
	answers         map[string]int
	winners, losers int
	slowest         time.Duration
}

func (c *tally) add(r *round) {
	if c.answers == nil {
		c.answers = map[string]int{}
	}
	for _, told := range r.racing {
		c.answers[told.what+": "+told.answer()]++
		if told.won() {
			c.winners++
			continue
		}
		c.losers++
		c.slowest = max(c.slowest, told.took)
	}
}

// judge makes sure that each sort of call both won and lost.
func (c *tally) judge(t *testing.T) {
	for _, sort := range [][]string{{booksTime, booksOffer}, {holdsOffer}, {movesIn}, {cancels, misses}, {confirms}} {
		won, all := 0, 0
		for answer, n := range c.answers {
			what, told, _ := strings.Cut(answer, ": ")
			if !slices.Contains(sort, what) {
				continue
			}
			all += n
			if told == "OK" {
				won += n
			}
		}
		if won == 0 || won == all {
			t.Errorf("%v: %d won of %d", sort, won, all)
		}
	}
}
