package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func sliceOf(count int64, milliseconds, foreign float64) Slice {
	slice := Slice{Count: count, Used: Used{Seconds: 1, Foreign: foreign, By: map[string]float64{"patient": 0.5}}}
	for range count {
		slice.Latencies.Add(int64(milliseconds * 1e6))
	}
	return slice
}

func TestASpoiledSliceIsMeasuredAgain(t *testing.T) {
	answers := []Slice{sliceOf(10, 1, 0.5), sliceOf(20, 1, 0.01), sliceOf(99, 1, 0)}
	run := &Run{Settings: Settings{Rounds: 1, Foreign: 0.1, Repeats: 2}, repeatBudget: time.Minute,
		Settle: func() error { return nil }}
	next := 0
	cell, err := run.Cell(context.Background(), Cell{Concurrency: 8}, func(_ context.Context, l Load) (Slice, error) {
		if l.Concurrency != 8 || l.Channels != 1 {
			t.Errorf("driven by %+v", l)
		}
		next++
		return answers[next-1], nil
	}, nil)
	if err != nil || next != 2 || cell.Measured.Rate() != 20 || cell.Measured.Spoiled != 0 {
		t.Errorf("%d tries, rate %f, %d spoiled, %v", next, cell.Measured.Rate(), cell.Measured.Spoiled, err)
	}
}

func TestTheLeastSpoiledSliceCountsWhenAllAre(t *testing.T) {
	answers := []Slice{sliceOf(10, 1, 0.5), sliceOf(20, 1, 0.2), sliceOf(30, 1, 0.3)}
	run := &Run{Settings: Settings{Rounds: 1, Foreign: 0.1, Repeats: 2}, repeatBudget: time.Minute,
		Settle: func() error { return nil }}
	next := 0
	cell, err := run.Cell(context.Background(), Cell{Concurrency: 1}, func(context.Context, Load) (Slice, error) {
		next++
		return answers[next-1], nil
	}, nil)
	if err != nil || next != 3 || cell.Measured.Rate() != 20 || cell.Measured.Spoiled != 1 {
		t.Errorf("%d tries, rate %f, %d spoiled, %v", next, cell.Measured.Rate(), cell.Measured.Spoiled, err)
	}
}

func TestAQuickRunMeasuresWhatHasATarget(t *testing.T) {
	for workload, want := range map[string][]int{"create": {8, 32}, "list": {8}, "echo": {32}} {
		if got := Quick.concurrenciesOf(workload); !slices.Equal(got, want) {
			t.Errorf("%s at %v, not %v", workload, got, want)
		}
	}
	if got := Full.concurrenciesOf("echo"); !slices.Equal(got, []int{1, 8, 32}) {
		t.Errorf("echo at %v", got)
	}
}

func TestAFailingSideEndsTheRun(t *testing.T) {
	run := &Run{Settings: Settings{Rounds: 1}, Settle: func() error { return nil }}
	_, err := run.Cell(context.Background(), Cell{Concurrency: 1}, func(context.Context, Load) (Slice, error) {
		return Slice{}, errors.New("down")
	}, nil)
	if err == nil {
		t.Error("the failure was lost")
	}
}

func TestRatiosOfACell(t *testing.T) {
	cell := Cell{
		Measured:  Side{Slices: []Slice{sliceOf(100, 4, 0), sliceOf(300, 4, 0), sliceOf(200, 4, 0)}},
		Reference: Side{Slices: []Slice{sliceOf(400, 2, 0), sliceOf(400, 2, 0)}},
	}
	near(t, "the throughput's ratio", cell.Ratio(), 0.5)
	near(t, "p99's ratio", cell.LatencyRatio(0.99), 2)
	near(t, "the service's CPU", cell.Measured.CPU("patient"), 2.5)
	p50 := func(s Side) float64 { return s.Quantile(0.5) }
	pairs := Cell{
		Measured:  Side{Slices: []Slice{sliceOf(9, 1, 0), sliceOf(9, 20, 0), sliceOf(9, 3, 0)}},
		Reference: Side{Slices: []Slice{sliceOf(9, 1, 0), sliceOf(9, 10, 0), sliceOf(9, 1, 0)}},
	}
	near(t, "the middle pair", pairs.pairs(p50, p50), 2)
	near(t, "pairs of nothing", Cell{}.pairs(p50, p50), 0)
	near(t, "the ratio without reference", Cell{Measured: cell.Measured}.Ratio(), 0)
}
