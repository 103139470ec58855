package stack

import (
	"encoding/hex"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
)

// awaitRelay is how long events may take to reach the audit service.
const awaitRelay = 30 * time.Second

// NewID is an id that nothing has.
func NewID() string { return ulid.Make().String() }

// UUID is an id as the database prints it.
func UUID(t testing.TB, id string) string {
	t.Helper()
	parsed, err := ulid.ParseStrict(id)
	if err != nil {
		t.Fatalf("id %q: %v", id, err)
	}
	h := hex.EncodeToString(parsed[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// FromUUID is the id of the API of an id that the database printed.
func FromUUID(t testing.TB, text string) string {
	t.Helper()
	var id ulid.ULID
	raw, err := hex.DecodeString(text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:])
	if err != nil || len(raw) != len(id) {
		t.Fatalf("uuid %q: %v", text, err)
	}
	copy(id[:], raw)
	return id.String()
}

var documents atomic.Int64

// NewDocument is the number of a CC that nobody has.
func NewDocument() string { return fmt.Sprintf("%d", 1_500_000_000+documents.Add(1)) }

var slots atomic.Int64

// NewSlot is half an hour of 2027 that no other call was given, in Bogotá's time.
func NewSlot() (start, end string) {
	begin := time.Date(2027, 1, 4, 7, 0, 0, 0, time.FixedZone("", -5*3600)).
		Add(time.Duration(slots.Add(1)) * 30 * time.Minute)
	return begin.Format(time.RFC3339), begin.Add(30 * time.Minute).Format(time.RFC3339)
}
