package chaos

import (
	"sync"

	"enlace.dev/tests/stack"
)

// fate is what a caller knows of its write.
type fate int

const (
	// acknowledged: answered with success.
	acknowledged fate = iota
	// refused: answered that it was not done (4xx).
	refused
	// unknown: no answer, or one that says that something broke (5xx).
	unknown
)

func fateOf(answer stack.Answer, err error) fate {
	switch {
	case err != nil || answer.Status >= 500:
		return unknown
	case answer.Status >= 400:
		return refused
	default:
		return acknowledged
	}
}

// write is one attempt to make or change a row.
type write struct {
	// tag is found in the row's custom fields.
	tag  string
	id   string
	fate fate
}

// read is one attempt to read a patient.
type read struct {
	requestID, patient string
	answered           bool
}

// ledger is what the callers know. Safe for many goroutines.
type ledger struct {
	mutex    sync.Mutex
	patients []write
	// Known patients, by id and by the number of their CC.
	known    []known
	bookings []write
	// changes are the tags that a patient's custom field was set to, by the patient's id.
	changes map[string][]write
	reads   []read
	// cancelled are bookings whose cancellation was acknowledged.
	cancelled []string
	counts    map[string]int
}

type known struct{ id, number string }

func newLedger() *ledger { return &ledger{changes: map[string][]write{}, counts: map[string]int{}} }

func (l *ledger) note(what string, f fate, record func()) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.counts[what+" "+[]string{"acknowledged", "refused", "unknown"}[f]]++
	record()
}

// someone is a patient that exists.
func (l *ledger) someone(at int) (known, bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.known) == 0 {
		return known{}, false
	}
	return l.known[at%len(l.known)], true
}

// aBooking is a booking that exists.
func (l *ledger) aBooking(at int) (string, bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.bookings) == 0 {
		return "", false
	}
	b := l.bookings[at%len(l.bookings)]
	return b.id, b.fate == acknowledged
}
