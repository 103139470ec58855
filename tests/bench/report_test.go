package main

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func sampleReport() Report {
	results := Results{
		Cells: []Cell{
			{Workload: "get", Title: "get", Concurrency: 8,
				Measured:  Side{Slices: []Slice{sliceOf(100, 4, 0)}},
				Reference: Side{Slices: []Slice{sliceOf(400, 2, 0)}, Spoiled: 1}},
			{Workload: "echo", Title: "echo", Concurrency: 8, Measured: Side{Slices: []Slice{sliceOf(9, 1, 0)}}},
		},
		Idle: map[string]Idle{"patient": {StartMS: 60, MemoryMB: 30}},
	}
	report := NewReport(time.Now(), Quick, results, "abc")
	report.LoadedMB = map[string]float64{"patient": 50}
	return report
}

func TestTheTablesNameEveryTarget(t *testing.T) {
	var out strings.Builder
	if err := sampleReport().Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"throughput of get, c=8", "≥ 0.60", "short (disturbed by other load)",
		"not measured", "idle memory of patient", "30 MB", "spoiled", "memory of patient after the load"} {
		if !strings.Contains(out.String(), text) {
			t.Errorf("%q is missing in\n%s", text, out.String())
		}
	}
}

func TestTheJSONCanBeReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bench.json")
	if err := sampleReport().WriteJSON(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var read Report
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Cells) != 2 || read.Cells[1].Reference != nil || read.Cells[0].Ratio != 0.25 {
		t.Errorf("read %+v", read.Cells)
	}
}

func TestTheChartIsWellFormed(t *testing.T) {
	chart := sampleReport().Chart()
	decoder := xml.NewDecoder(strings.NewReader(chart))
	for {
		_, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, chart)
		}
	}
	if !strings.Contains(chart, colorShort) || !strings.Contains(chart, colorOK) {
		t.Error("the chart lacks a short or a good bar")
	}
}
