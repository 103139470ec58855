package chaos

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestTheTableOfResultsCountsEachClass(t *testing.T) {
	r := &results{}
	for seed := range uint64(100) {
		r.add(t, outcome{Class: "link-cuts", Seed: 1 + seed, Passed: seed != 7, Acknowledged: 2, Refused: 1, Unknown: 1,
			Recovery: time.Duration(seed+1) * 100 * time.Millisecond, Took: 5 * time.Second})
	}
	r.add(t, outcome{Class: "clock-off", Seed: 3, Passed: true, Acknowledged: 1, Recovery: time.Second, Took: time.Second})
	const want = "| class | seeds | passed | calls | unknown | back after: median | p95 | max | seed takes |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|--:|\n" +
		"| link-cuts | 100 (1–100) | 99 | 400 | 100 | 5.0 s | 9.5 s | 10.0 s | 5.0 s |\n" +
		"| clock-off | 1 (3–3) | 1 | 1 | 0 | 1.0 s | 1.0 s | 1.0 s | 1.0 s |\n" +
		"| all | 101 | 100 | 401 | 100 | 5.0 s | 9.5 s | 10.0 s | 5.0 s |\n"
	if got := r.table(); got != want {
		t.Errorf("%s", got)
	}
}

func TestALaterSliceKeepsTheOutcomesOfEarlierOnesAndTakesOtherSeeds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.jsonl")
	t.Setenv("ENLACE_CHAOS_RESULTS", file)
	first := newResults(t)
	first.add(t, outcome{Class: "link-cuts", Seed: 1, Passed: true})
	first.add(t, outcome{Class: "link-cuts", Seed: 3})
	first.add(t, outcome{Class: "clock-off", Seed: 2, Passed: true})

	second := newResults(t)
	if left := slices.Collect(seeds{1, 4}.without(second.seedsOf("link-cuts"))); !slices.Equal(left, []uint64{2, 4}) {
		t.Errorf("seeds %v are left", left)
	}
	second.add(t, outcome{Class: "link-cuts", Seed: 2, Passed: true})
	table := second.keepTable(t)
	kept, err := os.ReadFile(filepath.Join(filepath.Dir(file), "results.md"))
	if err != nil || string(kept) != table || table != newResults(t).table() {
		t.Errorf("%v: %s, and %s", err, kept, table)
	}
}
