package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Settings of a run.
type Settings struct {
	// Rounds are slices of each side, in turn.
	Rounds           int
	WarmUp, Measured time.Duration
	// Concurrencies of the gRPC workloads; empty: for each, those of its targets, or the largest.
	Concurrencies []int
	// RESTConcurrency is one at which gateway and peers are saturated: below, the CPU of a request is
	// mostly that of waking up for it.
	RESTConcurrency int
	// Starts is how often each service is started for its idle figures.
	Starts int
	// Foreign is the share of the machine that other load may use in a slice.
	Foreign float64
	// Repeats is how often a spoiled slice is measured again, RepeatTime how long all of that may
	// take.
	Repeats    int
	RepeatTime time.Duration
	// Only names the workloads to measure; empty: all.
	Only []string
}

// Full and Quick are the settings of `make bench` and `make bench-quick`.
var (
	Full = Settings{Rounds: 3, WarmUp: 500 * time.Millisecond, Measured: 2300 * time.Millisecond,
		Concurrencies: []int{1, 8, 32}, RESTConcurrency: 32, Starts: 3, Foreign: 0.1, Repeats: 2, RepeatTime: 2 * time.Minute}
	Quick = Settings{Rounds: 1, WarmUp: 400 * time.Millisecond, Measured: 1400 * time.Millisecond,
		RESTConcurrency: 32, Starts: 1, Foreign: 0.1, Repeats: 1, RepeatTime: 10 * time.Second}
)

// concurrenciesOf a workload, in rising order.
func (s Settings) concurrenciesOf(workload string) []int {
	var found []int
	for _, target := range searchTargets {
		if target.workload == workload {
			found = append(found, target.concurrency)
		}
	}
	// What takes a good part of a slice is not measured with more callers.
	if len(found) > 0 {
		return found
	}
	if len(s.Concurrencies) > 0 {
		return s.Concurrencies
	}
	for _, target := range throughputTargets {
		if target.workload == workload {
			found = append(found, target.concurrency)
		}
	}
	if len(found) == 0 {
		return []int{32}
	}
	return found
}

func (s Settings) wants(name string) bool { return len(s.Only) == 0 || slices.Contains(s.Only, name) }

// Side is one side of a comparison.
type Side struct {
	Slices []Slice
	// Spoiled counts slices that stayed spoiled after all repeats and are used all the same.
	Spoiled int
}

// Rate is the middle one of the slices' rates.
func (s Side) Rate() float64 {
	rates := make([]float64, len(s.Slices))
	for i, slice := range s.Slices {
		rates[i] = slice.Rate()
	}
	return median(rates)
}

// median is the middle one, 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 0 {
		return (values[middle-1] + values[middle]) / 2
	}
	return values[middle]
}

// Quantile is that of all slices' durations together, in milliseconds.
func (s Side) Quantile(share float64) float64 {
	var all Histogram
	for _, slice := range s.Slices {
		all.Merge(slice.Latencies)
	}
	return all.Quantile(share)
}

// CPU is CPU seconds of a process for 1,000 requests.
func (s Side) CPU(process string) float64 {
	seconds, count := 0.0, int64(0)
	for _, slice := range s.Slices {
		seconds += slice.Used.By[process]
		count += slice.Count
	}
	if count == 0 {
		return 0
	}
	return seconds / float64(count) * 1000
}

// Cell is a workload at a concurrency, beside its reference: pgbench, or the bare gateway.
type Cell struct {
	Workload, Title     string
	Concurrency         int
	Measured, Reference Side
}

// Ratio is the throughput as a share of the reference's; 0 without one.
func (c Cell) Ratio() float64 { return quotient(c.Measured.Rate(), c.Reference.Rate()) }

// LatencyRatio is a quantile as a multiple of the reference's.
func (c Cell) LatencyRatio(share float64) float64 {
	return quotient(c.Measured.Quantile(share), c.Reference.Quantile(share))
}

// pairs is the middle one of the ratios of slices that were measured one after the other, which a
// change of the machine's pace between them hardly touches.
func (c Cell) pairs(measured, reference func(Side) float64) float64 {
	ratios := make([]float64, min(len(c.Measured.Slices), len(c.Reference.Slices)))
	for i := range ratios {
		ratios[i] = quotient(measured(Side{Slices: c.Measured.Slices[i : i+1]}),
			reference(Side{Slices: c.Reference.Slices[i : i+1]}))
	}
	return median(ratios)
}

func quotient(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Run measures cells in turn.
type Run struct {
	Settings
	repeatBudget time.Duration
	// Settle brings the databases to rest between slices.
	Settle func() error
}

type measureSlice func(context.Context, Load) (Slice, error)

// Cell measures both sides in turn; without reference, one side alone.
func (r *Run) Cell(ctx context.Context, cell Cell, measured, reference measureSlice) (Cell, error) {
	load := Load{Concurrency: cell.Concurrency, Channels: ChannelsFor(cell.Concurrency),
		WarmUp: r.WarmUp, Measured: r.Measured}
	for range r.Rounds {
		if err := r.add(ctx, &cell.Measured, measured, load); err != nil {
			return cell, fmt.Errorf("%s at %d: %w", cell.Workload, cell.Concurrency, err)
		}
		if reference == nil {
			continue
		}
		if err := r.add(ctx, &cell.Reference, reference, load); err != nil {
			return cell, fmt.Errorf("reference of %s at %d: %w", cell.Workload, cell.Concurrency, err)
		}
	}
	return cell, nil
}

// add measures a slice, again while it is spoiled and there is time; of spoiled ones the least
// spoiled counts.
func (r *Run) add(ctx context.Context, side *Side, measure measureSlice, load Load) error {
	var best Slice
	for try := 0; ; try++ {
		started := time.Now()
		slice, err := measure(ctx, load)
		if err != nil {
			return err
		}
		if err := r.Settle(); err != nil {
			return err
		}
		if try == 0 || slice.Used.Foreign < best.Used.Foreign {
			best = slice
		}
		if try > 0 {
			r.repeatBudget -= time.Since(started)
		}
		if best.Used.Foreign <= r.Foreign || try == r.Repeats || r.repeatBudget <= 0 {
			break
		}
	}
	if best.Used.Foreign > r.Foreign {
		side.Spoiled++
	}
	side.Slices = append(side.Slices, best)
	return nil
}
