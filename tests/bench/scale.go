package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// Step is a size that the database grows to.
type Step struct {
	// Patients are those of the first tenant; every other tenant has smallClinic of them.
	Patients int64 `json:"patients"`
	Tenants  int   `json:"tenants"`
}

// ScaleSettings of a run.
type ScaleSettings struct {
	Settings
	Steps []Step
	// Concurrency of all its workloads.
	Concurrency int
	// FreeGB is what the disk must have.
	FreeGB float64
}

// FullScale and QuickScale are the settings of `make bench-scale` and of its --quick.
var (
	FullScale = ScaleSettings{Settings: moreRounds(Full), Concurrency: 8, FreeGB: 20, Steps: []Step{
		{10_000, 1}, {100_000, 1}, {1_000_000, 1}, {5_000_000, 1}, {5_000_000, 100}, {5_000_000, 10_000}}}
	QuickScale = ScaleSettings{Settings: Quick, Concurrency: 8, FreeGB: 3, Steps: []Step{
		{10_000, 1}, {200_000, 1}, {200_000, 20}, {200_000, 200}}}
)

// moreRounds are shorter ones: the ratio of two slices asks for many pairs, not for long ones.
func moreRounds(s Settings) Settings {
	s.Rounds, s.Measured = 5, 1700*time.Millisecond
	return s
}

const (
	// smallProcess is a patient service before smallDatabase, which stays as it was at the first step.
	smallProcess  = "patient-small"
	smallDatabase = "enlace_patient_small"
	// activeTenants is from how many tenants the load comes at most.
	activeTenants = 100
)

// scaled are the workloads that must stay flat, in the order of the tables.
var scaled = []string{"get", "lookup", "create"}

// pages are the workloads that must grow like their page.
var pages = []struct {
	workload string
	rows     int
}{{"list-10", 10}, {"list", 50}, {"list-100", 100}, {"list-200", 200}}

// Scale is one run.
type Scale struct {
	ScaleSettings
	enlace *Enlace
	clinic *Clinics
	run    *Run
	// grown and small drive the same workloads on the two databases.
	grown, small *Bench
	result       ScaleReport
}

func runScale(ctx context.Context, root, client string, keep bool, settings ScaleSettings) (failed error) {
	started := time.Now()
	folder := filepath.Join(root, "build", "bench")
	e := &Enlace{Root: root, Dir: filepath.Join(folder, "scale")}
	if err := errors.Join(os.MkdirAll(folder, 0o755), e.Destroy()); err != nil {
		return err
	}
	if err := requireSpace(folder, settings.FreeGB); err != nil {
		return err
	}
	if !keep {
		defer func() { failed = errors.Join(failed, e.Destroy()) }()
	}
	sockets, err := os.MkdirTemp("", "enlace-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(sockets) }()

	s := &Scale{ScaleSettings: settings, enlace: e, clinic: &Clinics{Enlace: e},
		result: ScaleReport{Concurrency: settings.Concurrency}}
	progress("starting a private Enlace in %s", e.Dir)
	beside, err := s.begin(folder, client, sockets)
	if err != nil {
		return err
	}
	defer beside.Stop()
	for _, step := range settings.Steps {
		if err := s.step(ctx, step); err != nil {
			return err
		}
	}
	if err := s.finish(ctx); err != nil {
		return err
	}
	s.result.Conditions = conditionsOf(started, settings.Settings, revision(root))
	return s.result.publish(folder)
}

// begin makes the first step, copies its patients for the small side and starts both services.
func (s *Scale) begin(folder, client, sockets string) (*Beside, error) {
	e := s.enlace
	if err := e.Start(); err != nil {
		return nil, err
	}
	if err := s.clinic.Grow(s.Steps[0]); err != nil {
		return nil, err
	}
	// What PostgreSQL's manual advises (20.4.1), and its default of 128 MB is far from.
	if _, err := e.Psql("postgres", fmt.Sprintf("ALTER SYSTEM SET shared_buffers = '%dMB'", quarterOfMemoryMB())); err != nil {
		return nil, err
	}
	// A database that is in use can't be copied, and shared_buffers asks for a restart too.
	if err := errors.Join(e.Stop(), e.StartDatabase()); err != nil {
		return nil, err
	}
	if _, err := e.Psql("postgres", "CREATE DATABASE "+smallDatabase+
		" TEMPLATE enlace_patient OWNER enlace_patient_owner"); err != nil {
		return nil, err
	}
	if err := e.Start(); err != nil {
		return nil, err
	}
	beside, err := StartBeside(e, "patient", filepath.Join(sockets, "small.sock"), onSmallDatabase)
	if err != nil {
		return nil, err
	}
	watched := Watched{Processes: maps.Clone(e.Pids), Postmaster: e.Postmaster}
	watched.Processes[smallProcess] = beside.Process.Pid
	s.grown = &Bench{Enlace: e, Watched: watched, Client: client, DataFile: filepath.Join(folder, "scale-data.json")}
	s.small = &Bench{Enlace: e, Watched: watched, Client: client, DataFile: filepath.Join(folder, "scale-small.json"),
		Targets: map[string]string{smallProcess: beside.Target}}
	s.run = &Run{Settings: s.Settings, repeatBudget: s.RepeatTime, Settle: s.settle}
	return beside, writeData(s.small.Enlace, s.small.DataFile, s.clinic.Tenants[:1])
}

// step grows the database and measures everything there.
func (s *Scale) step(ctx context.Context, step Step) error {
	if err := s.clinic.Grow(step); err != nil {
		return err
	}
	if err := s.rest(); err != nil {
		return err
	}
	if err := writeData(s.grown.Enlace, s.grown.DataFile, s.clinic.Active(activeTenants)); err != nil {
		return err
	}
	if err := s.warm(ctx); err != nil {
		return err
	}
	size := ScaleSize{Step: step}
	for _, name := range scaled {
		cell, err := s.measure(ctx, name, name)
		if err != nil {
			return err
		}
		size.Cells = append(size.Cells, cell)
	}
	if err := s.holdings(&size); err != nil {
		return err
	}
	s.result.Sizes = append(s.result.Sizes, size)
	return nil
}

// finish measures what is not flat, on the whole database: lists of the first tenant by their page,
// and gets with every tenant's key in turn.
func (s *Scale) finish(ctx context.Context) error {
	if err := writeData(s.grown.Enlace, s.grown.DataFile, s.clinic.Tenants[:1]); err != nil {
		return err
	}
	for _, page := range pages {
		cell, err := s.measure(ctx, page.workload, "list")
		if err != nil {
			return err
		}
		s.result.Pages = append(s.result.Pages, ScalePage{Rows: page.rows, Cell: cell})
	}
	if err := writeData(s.grown.Enlace, s.grown.DataFile, s.clinic.Tenants); err != nil {
		return err
	}
	cell, err := s.measure(ctx, "get", "get")
	s.result.AllCredentials = &cell
	return err
}

// warm lets both sides plan anew, which the statistics of the growth ask for.
func (s *Scale) warm(ctx context.Context) error {
	load := Load{Concurrency: s.Concurrency, Channels: ChannelsFor(s.Concurrency), Measured: time.Second}
	for _, name := range scaled {
		if _, err := s.grown.Service(ctx, Workload{Name: name, Service: "patient"}, load); err != nil {
			return err
		}
		if _, err := s.small.Service(ctx, Workload{Name: name, Service: "patient", Process: smallProcess}, load); err != nil {
			return err
		}
	}
	return s.settle()
}

// measure sets a workload on the grown database beside one on the small database.
func (s *Scale) measure(ctx context.Context, name, besideIt string) (ScaleCell, error) {
	on := Workload{Name: name, Service: "patient"}
	beside := Workload{Name: besideIt, Service: "patient", Process: smallProcess}
	cell, err := s.run.Cell(ctx, Cell{Workload: name, Concurrency: s.Concurrency},
		func(ctx context.Context, l Load) (Slice, error) { return s.grown.Service(ctx, on, l) },
		func(ctx context.Context, l Load) (Slice, error) { return s.small.Service(ctx, beside, l) })
	found := scaleCell(cell)
	progress("%-9s %6.0f/s, CPU %.2f and p50 %.2f times those of the small database%s", name,
		found.Rate, found.CPURatio, found.P50Ratio, disturbed(found.Spoiled))
	return found, err
}

// holdings notes what the service holds after the load.
func (s *Scale) holdings(size *ScaleSize) (err error) {
	if size.MemoryMB, err = residentMB(s.enlace.Pids["patient"]); err != nil {
		return err
	}
	size.Connections, err = s.clinic.number("SELECT count(*) FROM pg_stat_activity" +
		" WHERE datname = 'enlace_patient' AND usename <> 'postgres'")
	return err
}

// onSmallDatabase sends a patient service to the database that does not grow.
func onSmallDatabase(settings map[string]string) {
	for _, name := range []string{"ENLACE_DATABASE_URL", "ENLACE_RELAY_DATABASE_URL"} {
		settings[name] = replaceDatabase(settings[name], smallDatabase)
	}
}

func (s *Scale) settle() error {
	for _, database := range []string{"enlace_patient", smallDatabase} {
		if _, err := s.enlace.Psql(database, "TRUNCATE outbox"); err != nil {
			return err
		}
	}
	return nil
}

// rest takes away what the load added to the small database, and lets no clean-up of the growth run
// into a slice.
func (s *Scale) rest() error {
	const unseeded = " >= '01990001-0000-0000-0000-000000000000';\n"
	_, err := s.enlace.Psql(smallDatabase, "SET session_replication_role = replica;\n"+
		"DELETE FROM patient_phones WHERE patient_id"+unseeded+
		"DELETE FROM patient_custom_fields WHERE patient_id"+unseeded+
		"DELETE FROM patients WHERE id"+unseeded+
		"VACUUM ANALYZE;\nCHECKPOINT;")
	return err
}
