package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
)

// Recorder lets PostgreSQL log what the services send, runs one sample of a workload and makes of it
// what pgbench runs. Nothing of the SQL is written down here.
type Recorder struct {
	Enlace  *Enlace
	Data    DataSet
	Folder  string
	targets map[string]string
}

// NewRecorder writes its scripts into a folder.
func NewRecorder(e *Enlace, data DataSet, folder string) (*Recorder, error) {
	r := &Recorder{Enlace: e, Data: data, Folder: folder, targets: map[string]string{}}
	for _, service := range services {
		target, err := e.Socket(service)
		if err != nil {
			return nil, err
		}
		r.targets[service] = target
	}
	return r, os.MkdirAll(folder, 0o700)
}

var logAll = []string{"log_statement = 'all'", "log_parameter_max_length = -1", "log_error_verbosity = 'default'"}

// SetLogging switches the log of all statements on or off. Sessions follow at their next command.
func (r *Recorder) SetLogging(on bool) error {
	sql := ""
	for _, setting := range logAll {
		if on {
			sql += "ALTER SYSTEM SET " + setting + ";\n"
		}
	}
	if !on {
		sql = "ALTER SYSTEM RESET ALL;\n"
	}
	_, err := r.Enlace.Psql("postgres", sql+"SELECT pg_reload_conf();")
	return err
}

// Record makes the pgbench scripts of a workload, one for each tenant of the load, and returns their
// paths.
func (r *Recorder) Record(w Workload) ([]string, error) {
	tenant := r.Data.Tenants[0]
	var difference Difference
	statements, err := r.during(func(ctx context.Context, conn *grpc.ClientConn) error {
		var err error
		difference, err = w.Sample(ctx, conn, tenant)
		return err
	}, w, tenant)
	if err != nil {
		return nil, fmt.Errorf("sample of %s: %w", w.Name, err)
	}
	if w.Several {
		reads, err := ReadsOf(statements, "enlace_"+w.Service+"_runtime")
		if err != nil {
			return nil, fmt.Errorf("sample of %s: %w", w.Name, err)
		}
		return r.write(w, reads, difference)
	}
	transaction, err := TransactionOf(statements, "enlace_"+w.Service+"_runtime")
	if err != nil {
		return nil, fmt.Errorf("sample of %s: %w", w.Name, err)
	}
	if w.Recorded {
		record, err := AccessRecordOf(statements)
		if err != nil {
			return nil, fmt.Errorf("sample of %s: %w", w.Name, err)
		}
		transaction = transaction.WithAccessRecord(record)
		variation, sets, err := freshEvent(record, tenant.UUID)
		if err != nil {
			return nil, fmt.Errorf("sample of %s: %w", w.Name, err)
		}
		difference.Variations = append([]Variation{variation}, difference.Variations...)
		others := difference.Sets
		difference.Sets = func(t Tenant) []string { return slices.Concat(others(t), sets) }
	}
	return r.write(w, []Transaction{transaction}, difference)
}

// during collects what PostgreSQL logs while a sample runs.
func (r *Recorder) during(send func(context.Context, *grpc.ClientConn) error, w Workload,
	tenant Tenant) ([]Logged, error) {
	conn, err := grpc.NewClient(r.targets[w.Service], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", tenant.Key)
	before, err := os.Stat(r.Enlace.PGLog)
	if err != nil {
		return nil, err
	}
	if err := send(ctx, conn); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(r.Enlace.PGLog)
	if err != nil {
		return nil, err
	}
	return ParseLog(string(text[before.Size():]))
}

// write makes the script of each tenant from the sample's.
func (r *Recorder) write(w Workload, transactions []Transaction, difference Difference) ([]string, error) {
	sampled := r.Data.Tenants[0]
	tenants := r.Data.Tenants
	if w.FirstTenant {
		tenants = tenants[:1]
	}
	var paths []string
	for i, tenant := range tenants {
		script := Script{
			Transactions: transactions,
			Sets:         difference.Sets(tenant),
			Variations:   append([]Variation{{Text: sampled.UUID, By: tenant.UUID}}, difference.Variations...),
		}
		path := filepath.Join(r.Folder, fmt.Sprintf("%s-%d.sql", w.Name, i))
		if err := os.WriteFile(path, []byte(script.Text()), 0o600); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
