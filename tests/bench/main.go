// Command bench measures Enlace's core path beside pgbench, which runs the very same SQL, in one run;
// see docs/performance.md. scripts/bench.sh builds what it needs and runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	root := flag.String("root", ".", "the repository")
	client := flag.String("client", "", "the load client's program")
	patients := flag.String("patients", "", "the program that stands in for the patient service")
	bare := flag.String("bare", "", "the bare gateway's program")
	quick := flag.Bool("quick", false, "fewer and shorter slices")
	only := flag.String("only", "", "names of workloads, separated by commas; default: all")
	peers := flag.String("peers", "", "the Python of the peers; empty: without them")
	scale := flag.Bool("scale", false, "measure how cost grows with the data")
	keep := flag.Bool("keep", false, "leave Enlace running afterwards")
	flag.Parse()

	settings := Full
	if *quick {
		settings = Quick
	}
	if *only != "" {
		settings.Only = strings.Split(*only, ",")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	programs := Programs{Client: *client, Patients: *patients, Bare: *bare, Python: *peers}
	if err := start(ctx, *root, programs, *keep, *scale, *quick, settings); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// Programs that a run starts.
type Programs struct {
	// Client is the load client, Patients what stands in for the patient service, Bare the bare gateway, Python the interpreter that has the peers'
	// packages, empty for a run without them.
	Client, Patients, Bare, Python string
}

func start(ctx context.Context, root string, programs Programs, keep, scale, quick bool, settings Settings) error {
	root, err := filepath.Abs(root)
	switch {
	case err != nil:
		return err
	case !scale:
		return run(ctx, root, programs, keep, settings)
	case quick:
		return runScale(ctx, root, programs.Client, keep, QuickScale)
	default:
		return runScale(ctx, root, programs.Client, keep, FullScale)
	}
}

func progress(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "==> "+format+"\n", values...)
}

func run(ctx context.Context, root string, programs Programs, keep bool, settings Settings) (failed error) {
	started := time.Now()
	folder := filepath.Join(root, "build", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	enlace := &Enlace{Root: root, Dir: filepath.Join(folder, "stack")}
	dataFile := filepath.Join(folder, "data.json")
	if !keep {
		defer func() { failed = errors.Join(failed, enlace.Stop()) }()
	}
	progress("starting a private Enlace in %s", enlace.Dir)
	data, err := Prepare(enlace, dataFile)
	if err != nil {
		return err
	}
	results, loaded, err := measureAll(ctx, enlace, data, settings, programs, dataFile, folder)
	if err != nil {
		return err
	}
	report := NewReport(started, settings, results, revision(root))
	report.LoadedMB = loaded
	if err := errors.Join(report.WriteJSON(filepath.Join(folder, "bench.json")),
		report.WriteChart(filepath.Join(folder, "bench.svg"))); err != nil {
		return err
	}
	if err := report.Print(os.Stdout); err != nil {
		return err
	}
	progress("figures: %s/bench.json, chart: %s/bench.svg", folder, folder)
	return nil
}

func measureAll(ctx context.Context, e *Enlace, data DataSet, settings Settings, programs Programs, dataFile,
	folder string) (Results, map[string]float64, error) {
	results := Results{Idle: map[string]Idle{}}
	bench := &Bench{Enlace: e, DataFile: dataFile, Client: programs.Client, Folder: folder,
		Watched: Watched{Processes: maps.Clone(e.Pids), Postmaster: e.Postmaster}}
	for _, tenant := range data.Tenants {
		bench.Weights = append(bench.Weights, tenant.Weight)
	}
	run := &Run{Settings: settings, repeatBudget: settings.RepeatTime, Settle: func() error { return settle(e) }}

	// The paths of sockets must be short.
	sockets, err := os.MkdirTemp("", "enlace-bench-")
	if err != nil {
		return results, nil, err
	}
	defer func() { _ = os.RemoveAll(sockets) }()
	if settings.wants("idle") {
		for _, service := range services {
			idle, err := MeasureIdle(e, service, sockets, settings.Starts)
			if err != nil {
				return results, nil, err
			}
			results.Idle[service] = idle
		}
	}
	scripts, err := recordAll(e, data, settings, filepath.Join(folder, "sql"))
	if err != nil {
		return results, nil, err
	}
	alone, err := StartAlone(e, programs.Patients, sockets)
	if err != nil {
		return results, nil, err
	}
	defer alone.Stop()
	bench.Targets = map[string]string{aloneProcess: alone.Target}
	bench.Watched.Processes[aloneProcess] = alone.Process.Pid
	bench.Watched.Processes["instant-patients"] = alone.patients.Process.Pid
	if err := measureGRPC(ctx, run, bench, scripts, &results); err != nil {
		return results, nil, err
	}
	if err := measureAudit(ctx, run, bench, scripts, &results); err != nil {
		return results, nil, err
	}
	if err := measureREST(ctx, run, bench, data, programs.Bare, &results); err != nil {
		return results, nil, err
	}
	if programs.Python == "" {
		progress("without the peers (scripts/bench.sh --peers)")
	} else if settings.wants("peers") {
		if err := measurePeers(ctx, run, bench, data, programs.Python, &results); err != nil {
			return results, nil, err
		}
	}
	loaded := map[string]float64{}
	for name, pid := range e.Pids {
		if loaded[name], err = residentMB(pid); err != nil {
			return results, nil, err
		}
	}
	return results, loaded, nil
}

// recordAll makes the pgbench scripts, by workload.
func recordAll(e *Enlace, data DataSet, settings Settings, folder string) (map[string][]string, error) {
	recorder, err := NewRecorder(e, data, folder)
	if err != nil {
		return nil, err
	}
	progress("recording the services' SQL")
	if err := recorder.SetLogging(true); err != nil {
		return nil, err
	}
	scripts := map[string][]string{}
	for _, w := range slices.Concat(Workloads, []Workload{auditedGet, unauditedGet}) {
		if w.Sample == nil || !settings.wants(strings.TrimSuffix(w.Name, "-off")) {
			continue
		}
		if recorded := scripts[w.SQLOf]; len(recorded) > 0 {
			scripts[w.Name] = recorded
		} else if scripts[w.Name], err = recorder.Record(w); err != nil {
			break
		}
	}
	return scripts, errors.Join(err, recorder.SetLogging(false))
}

func measureGRPC(ctx context.Context, run *Run, bench *Bench, scripts map[string][]string, results *Results) error {
	for _, w := range Workloads {
		if !run.wants(w.Name) {
			continue
		}
		for _, concurrency := range run.concurrenciesOf(w.Name) {
			var reference measureSlice
			if paths := scripts[w.Name]; len(paths) > 0 {
				reference = func(ctx context.Context, l Load) (Slice, error) { return bench.Pgbench(ctx, w, paths, l) }
			}
			cell, err := run.Cell(ctx, Cell{Workload: w.Name, Title: w.Title, Concurrency: concurrency},
				func(ctx context.Context, l Load) (Slice, error) { return bench.Service(ctx, w, l) }, reference)
			if err != nil {
				return err
			}
			announce(cell)
			results.Cells = append(results.Cells, cell)
		}
	}
	return nil
}

func measureREST(ctx context.Context, run *Run, bench *Bench, data DataSet, bare string, results *Results) error {
	base, process, err := bench.Enlace.StartBare(bare)
	if err != nil {
		return err
	}
	defer func() { _ = process.Kill() }()
	bench.Watched.Processes["bare"] = process.Pid
	defer delete(bench.Watched.Processes, "bare")
	for _, w := range RESTWorkloads {
		if !run.wants(w.Name) {
			continue
		}
		if err := measureBeside(ctx, run, bench, data, w, Cell{Workload: w.Name, Title: w.Title}, base, results); err != nil {
			return err
		}
	}
	return nil
}

// measureBeside sets a workload through the gateway beside another server of the same API.
func measureBeside(ctx context.Context, run *Run, bench *Bench, data DataSet, w RESTWorkload, cell Cell, other string,
	results *Results) error {
	at := func(base string) measureSlice {
		return func(ctx context.Context, l Load) (Slice, error) { return bench.REST(ctx, w, base, data.Tenants, l) }
	}
	cell.Concurrency = run.RESTConcurrency
	cell, err := run.Cell(ctx, cell, at(bench.Enlace.URL), at(other))
	if err == nil {
		announce(cell)
		results.Cells = append(results.Cells, cell)
	}
	return err
}

func announce(c Cell) {
	spoiled := ""
	if c.Measured.Spoiled+c.Reference.Spoiled > 0 {
		spoiled = ", disturbed by other load"
	}
	progress("%-12s c=%-3d %8.0f/s, ratio %.2f%s", c.Workload, c.Concurrency, c.Measured.Rate(), c.Ratio(), spoiled)
}

// settle takes away the events that a slice left to the relays, so that the next slice does not pay
// for them. Within a slice the relays run on both sides.
func settle(e *Enlace) error {
	for _, service := range []string{"patient", "appointment"} {
		if _, err := e.Psql("enlace_"+service, "TRUNCATE outbox"); err != nil {
			return err
		}
	}
	return nil
}

// revision names the commit that was built, where git knows it.
func revision(root string) string {
	out, err := exec.Command("git", "-C", root, "describe", "--always", "--dirty").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
