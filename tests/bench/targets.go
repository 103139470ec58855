package main

import (
	"fmt"
	"strings"
)

// Row is a target with the figure that was measured.
type Row struct {
	Work string `json:"work"`
	// Unit: "ratio", "×", "s", "MB", "ms".
	Unit string `json:"unit"`
	// AtLeast tells that larger is better.
	AtLeast bool    `json:"atLeast"`
	Target  float64 `json:"target"`
	Stretch float64 `json:"stretch,omitempty"`
	// Figure is what was measured; absent when this run did not.
	Figure *float64 `json:"figure,omitempty"`
	// Limit is what could be reached at best, by other figures of the same run; absent when unknown.
	Limit *float64 `json:"limit,omitempty"`
	// Spoiled tells that other load disturbed a slice that counts.
	Spoiled bool `json:"spoiled,omitempty"`
}

// Verdict is OK, short or "not measured".
func (r Row) Verdict() string {
	switch {
	case r.Figure == nil:
		return "not measured"
	case r.AtLeast && *r.Figure >= r.Target, !r.AtLeast && *r.Figure <= r.Target:
		return "OK"
	default:
		return "short"
	}
}

// Results are all that a run measured.
type Results struct {
	Cells []Cell
	// Idle by service.
	Idle map[string]Idle
}

func (r Results) cell(workload string, concurrency int) *Cell {
	for i, c := range r.Cells {
		if c.Workload == workload && c.Concurrency == concurrency {
			return &r.Cells[i]
		}
	}
	return nil
}

type throughputTarget struct {
	workload        string
	concurrency     int
	target, stretch float64
}

var throughputTargets = []throughputTarget{
	{"read", 1, 0.38, 0.44}, {"read", 8, 0.28, 0.38}, {"read", 32, 0.55, 0.65},
	{"get", 8, 0.6, 0.9}, {"get", 32, 1.0, 1.8},
	{"lookup", 8, 0.5, 0.8}, {"filter", 8, 0.5, 0.8},
	{"book", 8, 0.5, 0.6}, {"book", 32, 0.8, 1.0},
	{"create", 8, 0.55, 0.63}, {"create", 32, 0.90, 1.1},
	{"list", 8, 0.20, 0.40},
}

var latencyTargets = []throughputTarget{
	{"get", 8, 4, 2.7}, {"get", 32, 2.5, 1.5}, {"create", 8, 2, 1.6}, {"create", 32, 1.2, 0.8},
}

// searchTargets are milliseconds that 95 of 100 searches stay below, beside as many callers.
var searchTargets = []throughputTarget{{"search", 8, 300, 100}, {"search-empty", 1, 300, 150}}

// edgeTarget is what the REST edge may cost beside a bare grpc-gateway.
const edgeTarget = 1.5

// peerTargets are requests for one CPU second of gateway and services, as a multiple of a peer's; in
// the order of Peers.
var peerTargets = []throughputTarget{{target: 6, stretch: 8}, {target: 1.8, stretch: 2.5}}

// Rows sets the figures beside the targets.
func (r Results) Rows(restConcurrency int) []Row {
	var rows []Row
	for _, t := range throughputTargets {
		rows = append(rows, r.row(t, "throughput of "+t.workload, "ratio", true, Cell.Ratio))
	}
	for _, t := range latencyTargets {
		rows = append(rows, r.row(t, "p99 of "+t.workload, "×", false,
			func(c Cell) float64 { return c.LatencyRatio(0.99) }))
	}
	for _, t := range searchTargets {
		rows = append(rows, r.row(t, "p95 of "+t.workload, "ms", false,
			func(c Cell) float64 { return c.Measured.Quantile(0.95) }))
	}
	rows = append(rows, r.row(throughputTarget{"read", 32, 0.06, 0.045},
		"service's CPU for 1,000 gets without record", "s", false,
		func(c Cell) float64 { return c.Measured.CPU("appointment") }))
	rows = append(rows, r.row(throughputTarget{"get", 32, 0.06, 0.045},
		"service's CPU for 1,000 gets with record", "s", false,
		func(c Cell) float64 { return c.Measured.CPU("patient") }))
	for _, service := range services {
		rows = append(rows, r.idleRow(service, "idle memory of "+service, "MB", 40, 25,
			func(i Idle) float64 { return i.MemoryMB }))
		rows = append(rows, r.idleRow(service, "start of "+service, "ms", 150, 50,
			func(i Idle) float64 { return i.StartMS }))
	}
	for _, w := range RESTWorkloads {
		rows = append(rows, r.row(throughputTarget{w.Name, restConcurrency, edgeTarget, 0},
			"gateway's CPU of "+w.Title+" beside a bare one", "×", false, func(c Cell) float64 {
				return quotient(c.Measured.CPU("gateway"), c.Reference.CPU("bare"))
			}))
	}
	for i, peer := range Peers {
		for _, workload := range peerWorkloads {
			t := throughputTarget{peer.of(workload), restConcurrency, peerTargets[i].target, peerTargets[i].stretch}
			row := r.row(t, "requests for a CPU second, "+t.workload, "×", true, func(c Cell) float64 {
				return quotient(c.Reference.CPU(peerProcess), applicationCPU(c.Measured))
			})
			row.Limit = r.peerLimit(t.workload, workload, restConcurrency)
			rows = append(rows, row)
		}
	}
	return rows
}

// applicationCPU is that of the gateway and the services, without PostgreSQL.
func applicationCPU(s Side) float64 {
	total := s.CPU("gateway")
	for _, service := range services {
		total += s.CPU(service)
	}
	return total
}

// peerLimit is what a bare grpc-gateway would reach beside the peer, before a service that costs no
// more than an echo and what pgbench spends on the same SQL. What the services spend in pgbench's
// slices is the shipping of the events, which the audit asks for.
func (r Results) peerLimit(besidePeer, workload string, concurrency int) *float64 {
	peer, bare := r.cell(besidePeer, concurrency), r.cell(workload, concurrency)
	echo, sql := r.cell("echo", concurrency), r.cell(strings.TrimPrefix(workload, "rest-"), concurrency)
	if peer == nil || bare == nil || echo == nil || sql == nil {
		return nil
	}
	least := bare.Reference.CPU("bare") + echo.Measured.CPU("patient") +
		sql.Reference.CPU("load") + applicationCPU(sql.Reference)
	limit := quotient(peer.Reference.CPU(peerProcess), least)
	return &limit
}

func (r Results) row(t throughputTarget, work, unit string, atLeast bool, figure func(Cell) float64) Row {
	row := Row{Work: fmt.Sprintf("%s, c=%d", work, t.concurrency), Unit: unit, AtLeast: atLeast,
		Target: t.target, Stretch: t.stretch}
	if cell := r.cell(t.workload, t.concurrency); cell != nil {
		value := figure(*cell)
		row.Figure = &value
		row.Spoiled = cell.Measured.Spoiled+cell.Reference.Spoiled > 0
	}
	return row
}

func (r Results) idleRow(service, work, unit string, target, stretch float64, figure func(Idle) float64) Row {
	row := Row{Work: work, Unit: unit, Target: target, Stretch: stretch}
	if idle, measured := r.Idle[service]; measured {
		value := figure(idle)
		row.Figure = &value
	}
	return row
}
