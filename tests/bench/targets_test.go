package main

import (
	"strings"
	"testing"
)

func TestVerdicts(t *testing.T) {
	figure := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		row  Row
		want string
	}{
		{Row{AtLeast: true, Target: 0.5, Figure: figure(0.5)}, "OK"},
		{Row{AtLeast: true, Target: 0.5, Figure: figure(0.49)}, "short"},
		{Row{Target: 40, Figure: figure(39)}, "OK"},
		{Row{Target: 40, Figure: figure(41)}, "short"},
		{Row{Target: 40}, "not measured"},
	} {
		if got := c.row.Verdict(); got != c.want {
			t.Errorf("%+v: %s, not %s", c.row, got, c.want)
		}
	}
}

func TestEveryTargetHasARow(t *testing.T) {
	results := Results{
		Cells: []Cell{{Workload: "get", Concurrency: 32,
			Measured:  Side{Slices: []Slice{sliceOf(100, 4, 0)}, Spoiled: 1},
			Reference: Side{Slices: []Slice{sliceOf(400, 2, 0)}}}},
		Idle: map[string]Idle{"patient": {StartMS: 60, MemoryMB: 30}},
	}
	rows := results.Rows(8)
	measured := 0
	for _, row := range rows {
		if row.Figure != nil {
			measured++
		}
		if strings.HasPrefix(row.Work, "throughput of get, c=32") {
			near(t, row.Work, *row.Figure, 0.25)
			if row.Verdict() != "short" || !row.Spoiled {
				t.Errorf("%+v", row)
			}
		}
	}
	// Throughput, p99 and CPU of get, memory and start of patient.
	if len(rows) != len(throughputTargets)+len(latencyTargets)+len(searchTargets)+2+8+3+4 || measured != 5 {
		t.Errorf("%d rows, %d measured", len(rows), measured)
	}
}

func TestAPeersFigureIsItsCPUBesideAllOfOurs(t *testing.T) {
	ours, theirs := sliceOf(1000, 1, 0), sliceOf(1000, 1, 0)
	ours.Used.By = map[string]float64{"gateway": 0.05, "patient": 0.03, "audit": 0.02, "postgres": 9, "load": 9}
	theirs.Used.By = map[string]float64{peerProcess: 0.65, "postgres": 9, "load": 9}
	rows := Results{Cells: []Cell{{Workload: Peers[0].of("rest-get"), Concurrency: 8,
		Measured: Side{Slices: []Slice{ours}}, Reference: Side{Slices: []Slice{theirs}}}}}.Rows(8)
	for _, row := range rows {
		if strings.HasPrefix(row.Work, "requests for a CPU second, rest-get beside fastapi-orm") {
			near(t, row.Work, *row.Figure, 6.5)
			if row.Verdict() != "OK" {
				t.Errorf("%+v", row)
			}
			return
		}
	}
	t.Error("no row of the peer")
}

func TestAPeersLimitIsABareGatewayAnEchoAndPgbenchsOwnCPU(t *testing.T) {
	side := func(by map[string]float64) Side {
		slice := sliceOf(1000, 1, 0)
		slice.Used.By = by
		return Side{Slices: []Slice{slice}}
	}
	rows := Results{Cells: []Cell{
		{Workload: Peers[0].of("rest-get"), Concurrency: 8, Reference: side(map[string]float64{peerProcess: 0.8})},
		{Workload: "rest-get", Concurrency: 8, Reference: side(map[string]float64{"bare": 0.13, "patient": 9})},
		{Workload: "echo", Concurrency: 8, Measured: side(map[string]float64{"patient": 0.01, "load": 9})},
		{Workload: "get", Concurrency: 8, Reference: side(map[string]float64{"load": 0.03, "audit": 0.02, "patient": 0.01, "postgres": 9})},
	}}.Rows(8)
	limits := 0
	for _, row := range rows {
		if row.Limit == nil {
			continue
		}
		limits++
		near(t, row.Work, *row.Limit, 4)
	}
	if limits != 1 {
		t.Errorf("%d rows have a limit", limits)
	}
}

func TestTargetsNameWorkloadsThatExist(t *testing.T) {
	known := map[string]bool{}
	for _, w := range Workloads {
		known[w.Name] = true
	}
	for _, w := range RESTWorkloads {
		known[w.Name] = true
	}
	if len(peerTargets) != len(Peers) {
		t.Error("each peer has one target")
	}
	for _, workload := range peerWorkloads {
		if !known[workload] {
			t.Errorf("no workload %s", workload)
		}
	}
	for _, list := range [][]throughputTarget{throughputTargets, latencyTargets} {
		for _, target := range list {
			if !known[target.workload] {
				t.Errorf("no workload %s", target.workload)
			}
		}
	}
}
