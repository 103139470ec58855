package chaos

import (
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// seeds are a range of them, both ends included.
type seeds struct{ first, last uint64 }

// chosenSeeds are those of each class: ENLACE_CHAOS_SEEDS is a range, as 11..20, or how many there are from
// ENLACE_CHAOS_SEED on.
func chosenSeeds(t *testing.T) seeds {
	t.Helper()
	first := stack.Setting(t, "ENLACE_CHAOS_SEED", stack.Times(1, int(time.Now().UnixNano()%1_000_000)))
	text := os.Getenv("ENLACE_CHAOS_SEEDS")
	if text == "" {
		text = strconv.Itoa(stack.Times(100, 1))
	}
	chosen, err := parseSeeds(text, uint64(first))
	if err != nil {
		t.Fatal(err)
	}
	return chosen
}

func parseSeeds(text string, first uint64) (seeds, error) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		count, err := strconv.ParseUint(text, 10, 32)
		if err != nil || count == 0 {
			return seeds{}, fmt.Errorf("ENLACE_CHAOS_SEEDS: %q is neither a number of seeds nor a range", text)
		}
		return seeds{first, first + count - 1}, nil
	}
	begin, wrong := strconv.ParseUint(from, 10, 32)
	end, wrongToo := strconv.ParseUint(to, 10, 32)
	if wrong != nil || wrongToo != nil || end < begin {
		return seeds{}, fmt.Errorf("ENLACE_CHAOS_SEEDS: %q is no range", text)
	}
	return seeds{begin, end}, nil
}

// without leaves seeds out.
func (s seeds) without(done map[uint64]bool) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for seed := s.first; seed <= s.last; seed++ {
			if !done[seed] && !yield(seed) {
				return
			}
		}
	}
}

// timeForSeeds is ENLACE_CHAOS_MINUTES: no seed begins later. Without it every seed comes.
func timeForSeeds(t *testing.T) time.Duration {
	t.Helper()
	return time.Duration(stack.Setting(t, "ENLACE_CHAOS_MINUTES", 7*24*60)) * time.Minute
}

func TestSeedsAreARangeOrACount(t *testing.T) {
	for text, want := range map[string]seeds{"11..20": {11, 20}, "7..7": {7, 7}, "3": {5, 7}, "1": {5, 5}} {
		if got, err := parseSeeds(text, 5); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1", "20..11", "1..", "..2", "a..b", "1...3", "1-3"} {
		if got, err := parseSeeds(text, 5); err == nil {
			t.Errorf("%s: %v", text, got)
		}
	}
}
