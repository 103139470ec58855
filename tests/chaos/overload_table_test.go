package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// overloads are multiples of what can be served.
var overloads = [3]int{1, 2, 4}

// overload is what was measured of one transport.
type overload struct {
	transport string
	// rate is how many calls a second can be served.
	rate   int
	alone  *tally
	over   [len(overloads)]*tally
	beside *tally
}

// overloadTable is what docs/reliability.md shows.
func overloadTable(all []overload) string {
	var text strings.Builder
	text.WriteString("| over | served a second | few callers: p50 | p99 | at 1, 2, 4 times as many calls: p99 of the served | refused | refused by | " +
		"p99 of the refused | beside a flood: p99 |\n|---|--:|--:|--:|--:|--:|---|--:|--:|\n")
	for _, o := range all {
		var served, share, refused []string
		codes := map[string]bool{}
		for _, a := range o.over {
			served, refused = append(served, milliseconds(p99(a.answered))), append(refused, milliseconds(p99(a.refused)))
			share = append(share, fmt.Sprintf("%.0f %%", 100*float64(len(a.refused))/float64(max(1, len(a.refused)+len(a.answered)))))
			for code := range a.codes {
				codes[code] = true
			}
		}
		fmt.Fprintf(&text, "| %s | %d | %s | %s | %s | %s | %s | %s | %s |\n", o.transport, o.rate, milliseconds(p50(o.alone.answered)),
			milliseconds(p99(o.alone.answered)), strings.Join(served, ", "), strings.Join(share, ", "),
			strings.Join(slices.Sorted(maps.Keys(codes)), ", "), strings.Join(refused, ", "), milliseconds(p99(o.beside.answered)))
	}
	return text.String()
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func TestTheTableOfAnOverloadShowsEachRate(t *testing.T) {
	served := func(took time.Duration, refused int) *tally {
		all := newTally()
		for range 3 {
			all.add(result{answered: true, took: took})
		}
		for range refused {
			all.add(result{code: "429", took: time.Millisecond})
		}
		return all
	}
	o := overload{transport: "REST", rate: 900, alone: served(2*time.Millisecond, 0), beside: served(3*time.Millisecond, 0),
		over: [3]*tally{served(4*time.Millisecond, 0), served(5*time.Millisecond, 3), served(6*time.Millisecond, 9)}}
	const want = "| REST | 900 | 2.0 ms | 2.0 ms | 4.0 ms, 5.0 ms, 6.0 ms | 0 %, 50 %, 75 % | 429 | 0.0 ms, 1.0 ms, 1.0 ms | 3.0 ms |\n"
	if got := overloadTable([]overload{o}); !strings.HasSuffix(got, "--:|\n"+want) {
		t.Errorf("%s", got)
	}
}
