package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Slice is one short measurement of one side.
type Slice struct {
	Count     int64
	Latencies Histogram
	Used      Used
	// ResponseBytes is what one answer holds on average; 0 where nobody counted.
	ResponseBytes float64
	// Unexpected are answers with another status than the workload's.
	Unexpected int64
}

// Rate is requests per second.
func (s Slice) Rate() float64 { return float64(s.Count) / s.Used.Seconds }

// Load says how a slice is driven.
type Load struct {
	Concurrency int
	// Channels are gRPC connections of the load client; pgbench has one for each client.
	Channels         int
	WarmUp, Measured time.Duration
}

// tail is how long pgbench goes on at least after the measured time: its connections end together, and
// those that have just ended can't be seen in /proc.
const tail = 200 * time.Millisecond

// ChannelsFor is how many connections the load client opens.
func ChannelsFor(concurrency int) int { return min(4, (concurrency+7)/8) }

// Bench runs slices.
type Bench struct {
	Enlace   *Enlace
	Watched  Watched
	DataFile string
	// Client is the load client's program, Folder a place for pgbench's logs.
	Client, Folder string
	// Targets by process, for those that are not a service's usual one.
	Targets map[string]string
	Weights []int
}

// Service measures a workload over gRPC.
func (b *Bench) Service(ctx context.Context, w Workload, l Load) (Slice, error) {
	target, err := b.target(w)
	if err != nil {
		return Slice{}, err
	}
	run := exec.CommandContext(ctx, b.Client, w.Name, b.DataFile, target, strconv.Itoa(l.Concurrency),
		strconv.Itoa(l.Channels), seconds(l.WarmUp), seconds(l.Measured))
	run.Stderr = os.Stderr
	out, err := run.StdoutPipe()
	if err != nil {
		return Slice{}, err
	}
	if err := run.Start(); err != nil {
		return Slice{}, err
	}
	slice, err := b.follow(bufio.NewReader(out), run.Process.Pid)
	if ended := run.Wait(); err == nil {
		err = ended
	}
	return slice, err
}

func (b *Bench) target(w Workload) (string, error) {
	if w.Process == "" {
		return b.Enlace.Socket(w.Service)
	}
	if target := b.Targets[w.Process]; target != "" {
		return target, nil
	}
	return "", fmt.Errorf("no process %s runs", w.Process)
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// follow reads the load client's two lines, and the clocks at the same moments.
func (b *Bench) follow(lines *bufio.Reader, pid int) (Slice, error) {
	if _, err := lines.ReadString('\n'); err != nil {
		return Slice{}, fmt.Errorf("the load client said nothing: %w", err)
	}
	before, err := b.Watched.Take(pid)
	if err != nil {
		return Slice{}, err
	}
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return Slice{}, fmt.Errorf("the load client ended early: %w", err)
	}
	after, err := b.Watched.Take(pid)
	if err != nil {
		return Slice{}, err
	}
	return readClient(line, after.Since(before, runtime.NumCPU()))
}

// readClient reads what the load client printed.
func readClient(line []byte, used Used) (Slice, error) {
	var result struct {
		Seconds       float64
		Count         int64
		ResponseBytes int64
		Histogram     Histogram
		Unexpected    map[string]int64
		FirstError    string
	}
	if err := json.Unmarshal(line, &result); err != nil {
		return Slice{}, fmt.Errorf("the load client's answer: %w", err)
	}
	slice := Slice{Count: result.Count, Latencies: result.Histogram, Used: used}
	slice.Used.Seconds = result.Seconds
	for _, count := range result.Unexpected {
		slice.Unexpected += count
	}
	if result.Count == 0 || slice.Unexpected*100 > result.Count {
		return Slice{}, fmt.Errorf("%d good answers, %v others: %s", result.Count, result.Unexpected, result.FirstError)
	}
	slice.ResponseBytes = float64(result.ResponseBytes) / float64(result.Count)
	return slice, nil
}

// Pgbench measures the same SQL without the service, as its own role on its own database.
func (b *Bench) Pgbench(ctx context.Context, w Workload, scripts []string, l Load) (Slice, error) {
	logs := filepath.Join(b.Folder, "pgbench-log")
	arguments := []string{"-n", "-M", "simple", "-D", "prepared=0", "-l", "--log-prefix=" + logs,
		"-c", strconv.Itoa(l.Concurrency), "-j", strconv.Itoa(min(l.Concurrency, runtime.NumCPU())),
		"-T", strconv.Itoa(int(math.Ceil((l.WarmUp + l.Measured + tail).Seconds())))}
	for i, script := range scripts {
		arguments = append(arguments, "-f", fmt.Sprintf("%s@%d", script, b.Weights[i]))
	}
	run := exec.CommandContext(ctx, pgbenchProgram(), arguments...)
	run.Env = append(os.Environ(), "PGHOST="+b.Enlace.PGHost, "PGPORT="+b.Enlace.PGPort,
		"PGDATABASE=enlace_"+w.Service, "PGUSER=enlace_"+w.Service+"_runtime", "PGPASSFILE="+b.Enlace.Passfile())
	var said strings.Builder
	run.Stdout, run.Stderr = &said, &said
	if err := run.Start(); err != nil {
		return Slice{}, err
	}
	before, after, err := b.watch(run.Process.Pid, l)
	if ended := run.Wait(); ended != nil || strings.Contains(said.String(), "aborted") {
		return Slice{}, fmt.Errorf("pgbench of %s: %w\n%s", w.Name, ended, said.String())
	}
	if err != nil {
		return Slice{}, err
	}
	slice, err := readLogs(logs, before.At, after.At)
	slice.Used = after.Since(before, runtime.NumCPU())
	return slice, err
}

// watch reads the clocks after the warm-up, and again after the measured time.
func (b *Bench) watch(pid int, l Load) (before, after Snapshot, err error) {
	time.Sleep(l.WarmUp)
	if before, err = b.Watched.Take(pid); err != nil {
		return before, after, err
	}
	time.Sleep(l.Measured)
	after, err = b.Watched.Take(pid)
	return before, after, err
}

// readLogs reads, and removes, pgbench's logs of transactions that ended within the given time.
func readLogs(prefix string, from, to time.Time) (Slice, error) {
	paths, err := filepath.Glob(prefix + ".*")
	if err != nil {
		return Slice{}, err
	}
	var slice Slice
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return Slice{}, err
		}
		if err := addLog(&slice, string(text), from, to); err != nil {
			return Slice{}, fmt.Errorf("%s: %w", path, err)
		}
		if err := os.Remove(path); err != nil {
			return Slice{}, err
		}
	}
	if slice.Count == 0 {
		return Slice{}, fmt.Errorf("pgbench ended no transaction")
	}
	return slice, nil
}

// addLog reads lines of client, transaction, microseconds, script, epoch, microseconds of it.
func addLog(slice *Slice, text string, from, to time.Time) error {
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 6 {
			return fmt.Errorf("no line of a transaction: %q", line)
		}
		var numbers [6]int64
		for i := range numbers {
			number, err := strconv.ParseInt(fields[i], 10, 64)
			if err != nil {
				return fmt.Errorf("no line of a transaction: %q", line)
			}
			numbers[i] = number
		}
		ended := time.Unix(numbers[4], numbers[5]*1000)
		if ended.Before(from) || ended.After(to) {
			continue
		}
		slice.Count++
		slice.Latencies.Add(numbers[2] * 1000)
	}
	return nil
}

// pgbenchProgram is pgbench on the path, or that of an installed server.
func pgbenchProgram() string {
	if path, err := exec.LookPath("pgbench"); err == nil {
		return path
	}
	paths, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if len(paths) == 0 {
		return "pgbench"
	}
	return paths[len(paths)-1]
}
