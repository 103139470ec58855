package main

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// sampleScale is a run of two steps; the second costs so many times as much as the first.
func sampleScale(growth float64) *ScaleReport {
	r := &ScaleReport{Concurrency: 8}
	for i, ratio := range []float64{1, growth} {
		size := ScaleSize{Step: Step{10_000, 1 + i}, MemoryMB: 40, Connections: 9}
		for _, name := range scaled {
			size.Cells = append(size.Cells, ScaleCell{Workload: name, CPURatio: ratio, P50Ratio: 1, Spoiled: name == "create"})
		}
		r.Sizes = append(r.Sizes, size)
	}
	for _, page := range pages {
		r.Pages = append(r.Pages, ScalePage{page.rows, ScaleCell{Workload: page.workload,
			CPURatio: 0.2 + 0.01*float64(page.rows)}})
	}
	r.Verdicts = r.judge()
	return r
}

func verdict(t *testing.T, r *ScaleReport, beginning string) Row {
	t.Helper()
	for _, row := range r.Verdicts {
		if strings.HasPrefix(row.Work, beginning) {
			return row
		}
	}
	t.Fatalf("no verdict on %s", beginning)
	return Row{}
}

func TestGrowthIsJudgedByItsWorstStep(t *testing.T) {
	if row := verdict(t, sampleScale(1.29), "CPU of get"); row.Verdict() != "OK" || row.Spoiled {
		t.Errorf("%+v", row)
	}
	if row := verdict(t, sampleScale(1.31), "CPU of lookup"); row.Verdict() != "short" {
		t.Errorf("%+v", row)
	}
	if row := verdict(t, sampleScale(1), "p50 of create"); row.Verdict() != "OK" || !row.Spoiled {
		t.Errorf("%+v", row)
	}
}

func TestAListOnALineIsLinear(t *testing.T) {
	r := sampleScale(1)
	near(t, "a list of 200", *verdict(t, r, "CPU of a list of 200").Figure, 1)
	r.Pages[3].Cell.CPURatio *= 1.5
	if row := r.linear(); row.Verdict() != "short" {
		t.Errorf("%+v", row)
	}
}

func TestMoreMemoryOrConnectionsAreSeen(t *testing.T) {
	r := sampleScale(1)
	r.Sizes[1].MemoryMB, r.Sizes[1].Connections = 60, 10
	r.Verdicts = r.judge()
	for _, beginning := range []string{"memory", "its connections"} {
		if row := verdict(t, r, beginning); row.Verdict() != "short" {
			t.Errorf("%+v", row)
		}
	}
}

func TestTheScaleIsPrintedAndDrawn(t *testing.T) {
	r := sampleScale(1.1)
	var table strings.Builder
	if err := r.print(&table); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"1.10", "memory 40 MB, 9 connections", "page of 200", "disturbed", "≤ 1.30×"} {
		if !strings.Contains(table.String(), text) {
			t.Errorf("%q is missing in\n%s", text, table.String())
		}
	}
	for decoder := xml.NewDecoder(strings.NewReader(r.chart())); ; {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestActiveTenantsAreSpreadEvenly(t *testing.T) {
	clinics := &Clinics{Tenants: make([]Tenant, 1001)}
	for i := range clinics.Tenants {
		clinics.Tenants[i].FirstPatient = int64(i)
	}
	active := clinics.Active(10)
	if len(active) != 10 || active[0].FirstPatient != 1 || active[9].FirstPatient != 901 {
		t.Errorf("chose %+v", active)
	}
	clinics.Tenants = clinics.Tenants[:1]
	if got := clinics.Active(10); len(got) != 1 {
		t.Errorf("chose %+v", got)
	}
}

func TestPartsOfTheLoad(t *testing.T) {
	var sizes []int
	for _, part := range group(make([]Tenant, 7), 3) {
		sizes = append(sizes, len(part))
	}
	if !slices.Equal(sizes, []int{3, 3, 1}) {
		t.Errorf("parts of %v", sizes)
	}
	var sum atomic.Int64
	if err := inParallel(4, 100, func(i int) error { sum.Add(int64(i)); return nil }); err != nil || sum.Load() != 4950 {
		t.Errorf("%d, %v", sum.Load(), err)
	}
	broken := errors.New("broken")
	if err := inParallel(1, 100, func(i int) error {
		if i > 3 {
			t.Errorf("number %d ran after an error", i)
		}
		if i == 3 {
			return broken
		}
		return nil
	}); err != broken {
		t.Error(err)
	}
}

func TestAnotherDatabaseIsNamed(t *testing.T) {
	if got := replaceDatabase("host=/s port=1 dbname=enlace_patient user=u", "other"); got != "host=/s port=1 dbname=other user=u" {
		t.Error(got)
	}
}

func TestRoundNumbersAreShort(t *testing.T) {
	for count, want := range map[int64]string{1: "1", 10_000: "10k", 5_000_000: "5M", 1500: "1500"} {
		if got := short(count); got != want {
			t.Errorf("%d: %s", count, got)
		}
	}
}
