package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"text/tabwriter"
)

// flatLimit is how much more than on the small database a request may cost, and how far a list of
// 200 may lie above the line through those of 10 and 100.
const flatLimit = 1.3

// ScaleReport is what a run of bench-scale leaves behind, as JSON too.
type ScaleReport struct {
	Conditions
	Concurrency int         `json:"concurrency"`
	Verdicts    []Row       `json:"verdicts"`
	Sizes       []ScaleSize `json:"sizes"`
	Pages       []ScalePage `json:"pages"`
	// AllCredentials is get with the keys of all tenants in turn.
	AllCredentials *ScaleCell `json:"allCredentials,omitempty"`
}

// ScaleSize is what was measured at a step.
type ScaleSize struct {
	Step
	Cells []ScaleCell `json:"cells"`
	// MemoryMB and Connections are those of the patient service after the load.
	MemoryMB    float64 `json:"memoryMb"`
	Connections int     `json:"connections"`
}

// ScalePage is a list of so many rows.
type ScalePage struct {
	Rows int       `json:"rows"`
	Cell ScaleCell `json:"cell"`
}

// ScaleCell is a workload on the grown database, and as a multiple of the small one's.
type ScaleCell struct {
	Workload string  `json:"workload"`
	Rate     float64 `json:"perSecond"`
	P50MS    float64 `json:"p50Ms"`
	P99MS    float64 `json:"p99Ms"`
	// CPU is CPU seconds of PostgreSQL and the patient service for 1,000 requests.
	CPU      float64 `json:"cpuPer1000"`
	CPURatio float64 `json:"cpuRatio"`
	P50Ratio float64 `json:"p50Ratio"`
	Spoiled  bool    `json:"spoiled,omitempty"`
}

func scaleCell(c Cell) ScaleCell {
	on := func(process string) func(Side) float64 {
		return func(s Side) float64 { return s.CPU("postgres") + s.CPU(process) }
	}
	p50 := func(s Side) float64 { return s.Quantile(0.5) }
	return ScaleCell{Workload: c.Workload, Rate: c.Measured.Rate(), P50MS: c.Measured.Quantile(0.5),
		P99MS: c.Measured.Quantile(0.99), CPU: on("patient")(c.Measured),
		CPURatio: c.pairs(on("patient"), on(smallProcess)), P50Ratio: c.pairs(p50, p50),
		Spoiled: c.Measured.Spoiled+c.Reference.Spoiled > 0}
}

// publish judges, and writes the table, the JSON and the chart.
func (r *ScaleReport) publish(folder string) error {
	r.Verdicts = r.judge()
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := errors.Join(
		os.WriteFile(filepath.Join(folder, "scale.json"), append(text, '\n'), 0o644),
		os.WriteFile(filepath.Join(folder, "scale.svg"), []byte(r.chart()), 0o644),
		r.print(os.Stdout)); err != nil {
		return err
	}
	progress("figures: %[1]s/scale.json, chart: %[1]s/scale.svg", folder)
	return nil
}

// judge takes the worst step of each workload.
func (r *ScaleReport) judge() []Row {
	var rows []Row
	last := r.Sizes[len(r.Sizes)-1].Step
	span := fmt.Sprintf("up to %d patients and %d tenants", last.Patients, last.Tenants)
	for i, workload := range scaled {
		cpu := Row{Work: "CPU of " + workload + ", " + span, Unit: "×", Target: flatLimit}
		p50 := Row{Work: "p50 of " + workload + ", " + span, Unit: "×", Target: flatLimit}
		for _, size := range r.Sizes {
			cpu.atWorst(size.Cells[i].CPURatio, size.Cells[i].Spoiled)
			p50.atWorst(size.Cells[i].P50Ratio, size.Cells[i].Spoiled)
		}
		rows = append(rows, cpu, p50)
	}
	memory := Row{Work: "memory of the patient service, beside the first step", Unit: "×", Target: flatLimit}
	connections := Row{Work: "its connections, beside the first step", Unit: "×", Target: 1}
	for _, size := range r.Sizes {
		memory.atWorst(quotient(size.MemoryMB, r.Sizes[0].MemoryMB), false)
		connections.atWorst(quotient(float64(size.Connections), float64(r.Sizes[0].Connections)), false)
	}
	return append(rows, r.linear(), memory, connections)
}

// linear sets the CPU of the longest list beside the line through those of 10 and of 100.
func (r *ScaleReport) linear() Row {
	row := Row{Work: "CPU of a list of 200, beside the line through 10 and 100", Unit: "×", Target: flatLimit}
	cost := map[int]float64{}
	spoiled := false
	for _, page := range r.Pages {
		// The ratio, so that the machine's pace of the moment does not count.
		cost[page.Rows] = page.Cell.CPURatio
		spoiled = spoiled || page.Cell.Spoiled
	}
	perRow := (cost[100] - cost[10]) / 90
	row.atWorst(quotient(cost[200], cost[10]+190*perRow), spoiled)
	return row
}

// atWorst keeps the larger figure.
func (r *Row) atWorst(figure float64, spoiled bool) {
	if r.Figure != nil {
		figure = math.Max(figure, *r.Figure)
	}
	r.Figure = &figure
	r.Spoiled = r.Spoiled || spoiled
}

func (r *ScaleReport) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "patients\ttenants\tworkload\tper s\tp50 ms\tp99 ms\tCPU ms per request\t× small: CPU\tp50\t\t")
	for _, size := range r.Sizes {
		for _, cell := range size.Cells {
			fmt.Fprintf(table, "%d\t%d\t%s\n", size.Patients, size.Tenants, cell.columns())
		}
		fmt.Fprintf(table, "\t\tmemory %.0f MB, %d connections\t\t\t\t\t\t\t\t\n", size.MemoryMB, size.Connections)
	}
	for _, page := range r.Pages {
		fmt.Fprintf(table, "page of %d\t\t%s\n", page.Rows, page.Cell.columns())
	}
	if r.AllCredentials != nil {
		fmt.Fprintf(table, "all keys in turn\t\t%s\n", r.AllCredentials.columns())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := printRows(out, r.Verdicts); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%d processors, load average at the end %s, c=%d, %d slices of %.1f s a side, %.0f s in all\n",
		r.Processors, r.LoadAverage, r.Concurrency, r.Rounds, r.SliceSeconds, r.Seconds)
	return err
}

func (c ScaleCell) columns() string {
	return fmt.Sprintf("%s\t%.0f\t%.2f\t%.2f\t%.3f\t%.2f\t%.2f\t%s\t", c.Workload, c.Rate, c.P50MS, c.P99MS,
		c.CPU, c.CPURatio, c.P50Ratio, disturbed(c.Spoiled))
}

func disturbed(spoiled bool) string {
	if spoiled {
		return ", disturbed by other load"
	}
	return ""
}
