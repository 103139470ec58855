package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Conditions say of a run when, on what and how it was made.
type Conditions struct {
	Started     time.Time `json:"started"`
	Seconds     float64   `json:"seconds"`
	Processors  int       `json:"processors"`
	LoadAverage string    `json:"loadAverage"`
	Revision    string    `json:"revision"`
	// Slices of each side, and the seconds of each.
	Rounds       int     `json:"rounds"`
	SliceSeconds float64 `json:"sliceSeconds"`
}

// conditionsOf a run that ends now.
func conditionsOf(started time.Time, s Settings, revision string) Conditions {
	return Conditions{Started: started.UTC(), Seconds: time.Since(started).Seconds(), Processors: runtime.NumCPU(),
		LoadAverage: loadAverage(), Revision: revision, Rounds: s.Rounds, SliceSeconds: s.Measured.Seconds()}
}

// Report is what a run leaves behind, as JSON too.
type Report struct {
	Conditions
	Targets []Row           `json:"targets"`
	Cells   []CellFigures   `json:"cells"`
	Idle    map[string]Idle `json:"idle"`
	// LoadedMB is the memory of each process after all load.
	LoadedMB map[string]float64 `json:"loadedMb"`
}

// CellFigures are the figures of a cell.
type CellFigures struct {
	Workload    string      `json:"workload"`
	Title       string      `json:"title"`
	Concurrency int         `json:"concurrency"`
	Channels    int         `json:"channels"`
	Measured    SideFigures `json:"measured"`
	// Reference is pgbench, or the bare gateway; absent where there is none.
	Reference *SideFigures `json:"reference,omitempty"`
	Ratio     float64      `json:"ratio,omitempty"`
	P50Ratio  float64      `json:"p50Ratio,omitempty"`
	P99Ratio  float64      `json:"p99Ratio,omitempty"`
}

// SideFigures are those of one side.
type SideFigures struct {
	Rate  float64   `json:"perSecond"`
	Rates []float64 `json:"perSecondBySlice"`
	P50MS float64   `json:"p50Ms"`
	P95MS float64   `json:"p95Ms"`
	P99MS float64   `json:"p99Ms"`
	// CPU is CPU seconds for 1,000 requests by process; "load" is what made the requests.
	CPU           map[string]float64 `json:"cpuPer1000"`
	ResponseBytes float64            `json:"responseBytes,omitempty"`
	// Foreign is the largest share of the machine that other load used.
	Foreign float64 `json:"foreign"`
	Spoiled int     `json:"spoiledSlices,omitempty"`
}

func figuresOf(s Side) SideFigures {
	f := SideFigures{Rate: s.Rate(), P50MS: s.Quantile(0.5), P95MS: s.Quantile(0.95), P99MS: s.Quantile(0.99),
		CPU: map[string]float64{}, Spoiled: s.Spoiled}
	for _, slice := range s.Slices {
		f.Rates = append(f.Rates, slice.Rate())
		f.Foreign = max(f.Foreign, slice.Used.Foreign)
		f.ResponseBytes = slice.ResponseBytes
		for process := range slice.Used.By {
			f.CPU[process] = s.CPU(process)
		}
	}
	return f
}

func cellFigures(c Cell) CellFigures {
	f := CellFigures{Workload: c.Workload, Title: c.Title, Concurrency: c.Concurrency,
		Channels: ChannelsFor(c.Concurrency), Measured: figuresOf(c.Measured)}
	if len(c.Reference.Slices) > 0 {
		reference := figuresOf(c.Reference)
		f.Reference = &reference
		f.Ratio, f.P50Ratio, f.P99Ratio = c.Ratio(), c.LatencyRatio(0.5), c.LatencyRatio(0.99)
	}
	return f
}

// NewReport gathers what was measured.
func NewReport(started time.Time, s Settings, results Results, revision string) Report {
	report := Report{Conditions: conditionsOf(started, s, revision), Targets: results.Rows(s.RESTConcurrency),
		Idle: results.Idle}
	for _, c := range results.Cells {
		report.Cells = append(report.Cells, cellFigures(c))
	}
	return report
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}

// WriteJSON writes the whole report.
func (r Report) WriteJSON(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// Print writes the tables for a terminal.
func (r Report) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "workload\tc\tper s\treference\tratio\tp50 ms\tref.\tp99 ms\tref.\tCPU ms per request: service\tPostgreSQL\treference's\t\t")
	for _, c := range r.Cells {
		r.printCell(table, c)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := printRows(out, r.Targets); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.LoadedMB)) {
		fmt.Fprintf(out, "memory of %s after the load: %.0f MB\n", name, r.LoadedMB[name])
	}
	_, err := fmt.Fprintf(out, "\n%d processors, load average at the end %s, %d slices of %.1f s a side, %.0f s in all\n",
		r.Processors, r.LoadAverage, r.Rounds, r.SliceSeconds, r.Seconds)
	return err
}

// printRows sets figures beside their targets.
func printRows(out io.Writer, rows []Row) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "target\twanted\tfigure\t\tlimit\t")
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t\n", row.Work, row.wanted(), row.show(row.Figure), row.remark(),
			row.show(row.Limit))
	}
	return table.Flush()
}

func (r Report) printCell(table io.Writer, c CellFigures) {
	service := c.Measured.CPU["gateway"] + c.Measured.CPU[aloneProcess]
	for _, name := range services {
		service += c.Measured.CPU[name]
	}
	reference := []string{"", "", "", "", ""}
	if c.Reference != nil {
		reference = []string{fmt.Sprintf("%.0f", c.Reference.Rate), fmt.Sprintf("%.2f", c.Ratio),
			fmt.Sprintf("%.2f", c.Reference.P50MS), fmt.Sprintf("%.2f", c.Reference.P99MS),
			fmt.Sprintf("%.3f", c.Reference.CPU["postgres"])}
	}
	spoiled := ""
	if c.Measured.Spoiled > 0 || c.Reference != nil && c.Reference.Spoiled > 0 {
		spoiled = "spoiled"
	}
	fmt.Fprintf(table, "%s\t%d\t%.0f\t%s\t%s\t%.2f\t%s\t%.2f\t%s\t%.3f\t%.3f\t%s\t%s\t\n", c.Workload,
		c.Concurrency, c.Measured.Rate, reference[0], reference[1], c.Measured.P50MS, reference[2],
		c.Measured.P99MS, reference[3], service, c.Measured.CPU["postgres"], reference[4], spoiled)
}

func (r Row) wanted() string {
	sign := "≤"
	if r.AtLeast {
		sign = "≥"
	}
	return sign + " " + r.format(r.Target)
}

// show writes a figure that may be absent.
func (r Row) show(figure *float64) string {
	if figure == nil {
		return ""
	}
	return r.format(*figure)
}

func (r Row) format(value float64) string {
	switch r.Unit {
	case "MB", "ms":
		return fmt.Sprintf("%.0f %s", value, r.Unit)
	case "s":
		return fmt.Sprintf("%.3f s", value)
	case "×":
		return fmt.Sprintf("%.2f×", value)
	default:
		return fmt.Sprintf("%.2f", value)
	}
}

func (r Row) remark() string {
	if r.Spoiled {
		return r.Verdict() + " (disturbed by other load)"
	}
	return r.Verdict()
}
