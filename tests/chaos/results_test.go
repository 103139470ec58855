package chaos

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// outcome is what became of one seed.
type outcome struct {
	Class                          string
	Seed                           uint64
	Passed                         bool
	Acknowledged, Refused, Unknown int
	Recovery, Took                 time.Duration
}

func (o *outcome) count(l *ledger) {
	o.Acknowledged, o.Refused, o.Unknown = l.counts[string(acknowledged)], l.counts[string(refused)], l.counts[string(unknown)]
}

// results are the outcomes of this run, and of others that wrote to the same file: ENLACE_CHAOS_RESULTS.
type results struct {
	path string
	all  []outcome
}

func newResults(t *testing.T) *results {
	t.Helper()
	r := &results{path: os.Getenv("ENLACE_CHAOS_RESULTS")}
	text, err := os.ReadFile(r.path)
	if err != nil {
		return r
	}
	for line := range strings.Lines(string(text)) {
		var o outcome
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%s: %v: %s", r.path, err, line)
		}
		r.all = append(r.all, o)
	}
	return r
}

// add keeps an outcome at once: a long run may be ended.
func (r *results) add(t *testing.T, o outcome) {
	t.Helper()
	r.all = append(r.all, o)
	if r.path == "" {
		return
	}
	line, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(r.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
}

// table is what docs/reliability.md shows.
func (r *results) table() string {
	var text strings.Builder
	text.WriteString("| class | seeds | passed | calls | unknown | back after: median | p95 | max | seed takes |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range faults() {
		var recoveries, took []time.Duration
		var sum outcome
		passed := 0
		for _, o := range r.all {
			if o.Class != f.name {
				continue
			}
			if o.Passed {
				passed++
			}
			recoveries, took = append(recoveries, o.Recovery), append(took, o.Took)
			sum.Acknowledged, sum.Refused, sum.Unknown = sum.Acknowledged+o.Acknowledged, sum.Refused+o.Refused, sum.Unknown+o.Unknown
		}
		if len(recoveries) == 0 {
			continue
		}
		fmt.Fprintf(&text, "| %s | %d | %d | %d | %d | %s | %s | %s | %s |\n", f.name, len(recoveries), passed,
			sum.Acknowledged+sum.Refused+sum.Unknown, sum.Unknown, seconds(quantile(recoveries, 0.5)),
			seconds(quantile(recoveries, 0.95)), seconds(quantile(recoveries, 1)), seconds(quantile(took, 0.5)))
	}
	return text.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// quantile is the smallest that so many of them do not exceed.
func quantile(all []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[max(0, int(q*float64(len(sorted))+0.999999)-1)]
}

func TestTheTableOfResultsCountsEachClass(t *testing.T) {
	r := &results{}
	for seed := range uint64(100) {
		r.add(t, outcome{Class: "link-cuts", Seed: seed, Passed: seed != 7, Acknowledged: 2, Refused: 1, Unknown: 1,
			Recovery: time.Duration(seed+1) * 100 * time.Millisecond, Took: 5 * time.Second})
	}
	const want = "| link-cuts | 100 | 99 | 400 | 100 | 5.0 s | 9.5 s | 10.0 s | 5.0 s |\n"
	if got := r.table(); !strings.HasSuffix(got, "--:|\n"+want) {
		t.Errorf("%s", got)
	}
}
