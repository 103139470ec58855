package chaos

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

// seedsOf are the seeds of a class that have an outcome.
func (r *results) seedsOf(class string) map[uint64]bool {
	done := map[uint64]bool{}
	for _, o := range r.all {
		if o.Class == class {
			done[o.Seed] = true
		}
	}
	return done
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

// keepTable writes the table beside the outcomes, and answers it.
func (r *results) keepTable(t *testing.T) string {
	t.Helper()
	text := r.table()
	if r.path == "" {
		return text
	}
	if err := os.WriteFile(strings.TrimSuffix(r.path, filepath.Ext(r.path))+".md", []byte(text), 0o644); err != nil {
		t.Error(err)
	}
	return text
}

// table is what docs/reliability.md shows.
func (r *results) table() string {
	var text strings.Builder
	text.WriteString("| class | seeds | passed | calls | unknown | back after: median | p95 | max | seed takes |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	total := sum{}
	for _, f := range faults() {
		of := sum{}
		for _, o := range r.all {
			if o.Class == f.name {
				of.add(o)
				total.add(o)
			}
		}
		if len(of.took) > 0 {
			fmt.Fprintf(&text, "| %s | %s | %s", f.name, of.seeds(), of.cells())
		}
	}
	if len(total.took) > 0 {
		fmt.Fprintf(&text, "| all | %d | %s", len(total.took), total.cells())
	}
	return text.String()
}

// sum is that of some outcomes.
type sum struct {
	passed, calls, unknown int
	first, last            uint64
	recoveries, took       []time.Duration
}

func (s *sum) add(o outcome) {
	if o.Passed {
		s.passed++
	}
	if len(s.took) == 0 {
		s.first = o.Seed
	}
	s.first, s.last = min(s.first, o.Seed), max(s.last, o.Seed)
	s.calls, s.unknown = s.calls+o.Acknowledged+o.Refused+o.Unknown, s.unknown+o.Unknown
	s.recoveries, s.took = append(s.recoveries, o.Recovery), append(s.took, o.Took)
}

// seeds are how many of which range.
func (s *sum) seeds() string { return fmt.Sprintf("%d (%d–%d)", len(s.took), s.first, s.last) }

func (s *sum) cells() string {
	return fmt.Sprintf("%d | %d | %d | %s | %s | %s | %s |\n", s.passed, s.calls, s.unknown, seconds(quantile(s.recoveries, 0.5)),
		seconds(quantile(s.recoveries, 0.95)), seconds(quantile(s.recoveries, 1)), seconds(quantile(s.took, 0.5)))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// quantile is the smallest that so many of them do not exceed.
func quantile(all []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[max(0, int(q*float64(len(sorted))+0.999999)-1)]
}
