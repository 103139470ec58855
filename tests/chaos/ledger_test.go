package chaos

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// fate is what a caller knows of its write.
type fate string

const (
	// acknowledged: answered with success.
	acknowledged fate = "acknowledged"
	// refused: answered that it was not done (4xx).
	refused fate = "refused"
	// unknown: no answer, or one that says that something broke (5xx), or that an earlier one of the same
	// key is under way.
	unknown fate = "unknown"
)

func fateOf(answer stack.Answer, err error) fate {
	switch {
	case err != nil || answer.Status >= 500 || isUnderWay(answer):
		return unknown
	case answer.Status >= 400:
		return refused
	default:
		return acknowledged
	}
}

func isUnderWay(answer stack.Answer) bool {
	return answer.Status == http.StatusConflict && reasonOf(answer) == "IDEMPOTENCY_IN_PROGRESS"
}

func reasonOf(answer stack.Answer) string {
	var problem struct{ Reason string }
	_ = json.Unmarshal(answer.Body, &problem)
	return problem.Reason
}

// operation is one call as the history has it.
type operation struct {
	Began               time.Time
	Took                time.Duration
	Caller, What, Tag   string
	Tries, Status       int
	Fate                fate
	Reason, Failure, ID string
}

// write is one attempt to make a row.
type write struct {
	// tag is found in the row's custom fields.
	tag string
	// clinic is the tenant it was sent for.
	clinic, id string
	fate       fate
}

// change is one attempt to set a value that nobody else sets.
type change struct {
	value string
	fate  fate
}

// held is a value that one caller alone sets, again and again.
type held struct {
	initial string
	changes []change
}

// read is one attempt to read a patient.
type read struct {
	requestID, patient string
	answered           bool
}

type known struct{ id, number string }

// ledger is what the callers know. Safe for many goroutines.
type ledger struct {
	mutex   sync.Mutex
	history []operation
	counts  map[string]int

	patients, bookings []write
	// known are patients, by clinic.
	known map[string][]known
	// comments are custom fields of patients, starts the times of bookings, by the row's id.
	comments, starts map[string]*held
	reads            []read
	// cancelled are bookings whose cancellation was acknowledged.
	cancelled []string
	// foreign is what showed a row of another clinic.
	foreign []string
}

func newLedger() *ledger {
	return &ledger{counts: map[string]int{}, known: map[string][]known{}, comments: map[string]*held{}, starts: map[string]*held{}}
}

func (l *ledger) note(o operation, record func()) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.history = append(l.history, o)
	l.counts[o.What+" "+string(o.Fate)]++
	l.counts[string(o.Fate)]++
	record()
}

// someone is a patient of a clinic that exists.
func (l *ledger) someone(clinic string, at int) (known, bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	all := l.known[clinic]
	if len(all) == 0 {
		return known{}, false
	}
	return all[at%len(all)], true
}

// aBooking is a booking of a clinic that was acknowledged.
func (l *ledger) aBooking(clinic string, at int) (string, bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.bookings) == 0 {
		return "", false
	}
	b := l.bookings[at%len(l.bookings)]
	return b.id, b.fate == acknowledged && b.clinic == clinic
}

// keep writes the history to a file, for whoever has to find out what happened.
func (l *ledger) keep(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = file.Close() }()
	lines := json.NewEncoder(file)
	for _, o := range l.history {
		if err := lines.Encode(o); err != nil {
			t.Error(err)
			return
		}
	}
	t.Logf("the history of every call: %s", path)
}
