package main

import (
	"context"
	"errors"
	"fmt"
)

// auditedGet and unauditedGet are the same read, as pgbench runs it, with its access record and without.
var (
	auditedGet   = Workload{Name: "audit-get", Service: "patient", Recorded: true, Sample: sampleGet}
	unauditedGet = Workload{Name: "audit-get-off", Service: "patient", Sample: sampleGet}
)

// auditConcurrency is one at which PostgreSQL is saturated, so that a ratio is one of work.
const auditConcurrency = 32

// measureAudit shows what the audit costs while it takes part in an answer: the service that creates
// beside itself without the triggers that write the records, and a get's SQL with its access record
// beside the same without. What the relays and the audit service do afterwards is in both sides.
func measureAudit(ctx context.Context, run *Run, bench *Bench, scripts map[string][]string, results *Results) error {
	create := workload("create")
	cells := []struct {
		Cell
		measured, reference measureSlice
	}{
		{Cell{Workload: "audit-create", Title: "create a patient; the reference is the same without the audit's triggers"},
			func(ctx context.Context, l Load) (Slice, error) { return bench.Service(ctx, create, l) },
			func(ctx context.Context, l Load) (Slice, error) { return bench.unaudited(ctx, create, l) }},
		{Cell{Workload: auditedGet.Name, Title: "a get's SQL with its access record; the reference is the same without"},
			func(ctx context.Context, l Load) (Slice, error) {
				return bench.Pgbench(ctx, auditedGet, scripts[auditedGet.Name], l)
			},
			func(ctx context.Context, l Load) (Slice, error) {
				return bench.Pgbench(ctx, unauditedGet, scripts[unauditedGet.Name], l)
			}},
	}
	for _, c := range cells {
		if !run.wants(c.Workload) {
			continue
		}
		c.Concurrency = auditConcurrency
		cell, err := run.Cell(ctx, c.Cell, c.measured, c.reference)
		if err != nil {
			return err
		}
		announce(cell)
		results.Cells = append(results.Cells, cell)
	}
	return nil
}

// unaudited measures a workload of the service while no write of its database leaves a record.
func (b *Bench) unaudited(ctx context.Context, w Workload, l Load) (slice Slice, err error) {
	if err := b.switchTriggers(w.Service, "DISABLE"); err != nil {
		return Slice{}, err
	}
	defer func() { err = errors.Join(err, b.switchTriggers(w.Service, "ENABLE")) }()
	return b.Service(ctx, w, l)
}

func (b *Bench) switchTriggers(service, how string) error {
	_, err := b.Enlace.Psql("enlace_"+service, fmt.Sprintf(`DO $$
DECLARE audited record;
BEGIN
  FOR audited IN SELECT tgrelid::regclass AS name, tgname FROM pg_trigger WHERE tgfoid = 'audit_row_change'::regproc LOOP
    EXECUTE format('ALTER TABLE %%s %s TRIGGER %%I', audited.name, audited.tgname);
  END LOOP;
END $$`, how))
	return err
}

// workload is the one of that name.
func workload(name string) Workload {
	for _, w := range Workloads {
		if w.Name == name {
			return w
		}
	}
	panic("no workload " + name)
}
