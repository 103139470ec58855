package main

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/oklog/ulid/v2"
)

// uuidOf is an id of the API as the database writes it.
func uuidOf(id string) (string, error) {
	parsed, err := ulid.ParseStrict(id)
	if err != nil {
		return "", fmt.Errorf("id %q: %w", id, err)
	}
	h := hex.EncodeToString(parsed[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
}

// nilUUID comes before all ids.
const nilUUID = "00000000-0000-0000-0000-000000000000"

// seededPrefix begins the id of every seeded row.
const seededPrefix = "01990000-0000-7000-8000-"

// seededUUID is what the seed makes of a patient's or doctor's number.
func seededUUID(number int64) string { return fmt.Sprintf("%s%012d", seededPrefix, number) }

// seededID is the same in the API.
func seededID(number int64) string {
	var id ulid.ULID
	raw, err := hex.DecodeString(strings.ReplaceAll(seededUUID(number), "-", ""))
	if err != nil {
		panic(err) // A number is digits alone.
	}
	copy(id[:], raw)
	return id.String()
}
