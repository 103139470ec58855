package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is USER_HZ, in which the kernel counts CPU time on every Linux we know.
const ticksPerSecond = 100

// ProcessTimes is a process's line in /proc.
type ProcessTimes struct {
	Parent int
	// Own is CPU time in seconds; Reaped that of its children which have ended.
	Own, Reaped float64
}

// parseStat reads /proc/<pid>/stat.
func parseStat(text string) (ProcessTimes, error) {
	// The name, in brackets, may hold anything.
	_, rest, found := cutLast(text, ") ")
	fields := strings.Fields(rest)
	if !found || len(fields) < 15 {
		return ProcessTimes{}, fmt.Errorf("not a line of /proc/<pid>/stat: %q", text)
	}
	number := func(index int) float64 {
		value, _ := strconv.ParseFloat(fields[index], 64)
		return value
	}
	return ProcessTimes{
		Parent: int(number(1)),
		Own:    (number(11) + number(12)) / ticksPerSecond,
		Reaped: (number(13) + number(14)) / ticksPerSecond,
	}, nil
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}

func processTimes(pid int) (ProcessTimes, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ProcessTimes{}, err
	}
	return parseStat(string(text))
}

// familyTimes is the CPU time of a process and all its children, those that have ended too.
func familyTimes(pid int) (float64, error) {
	own, err := processTimes(pid)
	if err != nil {
		return 0, err
	}
	total := own.Own + own.Reaped
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if child, err := parseStat(string(text)); err == nil && child.Parent == pid {
			total += child.Own
		}
	}
	return total, nil
}

// MachineTimes is what all processors together did, in seconds.
type MachineTimes struct {
	Busy, Steal float64
}

// parseMachine reads the first line of /proc/stat.
func parseMachine(text string) (MachineTimes, error) {
	line, _, _ := strings.Cut(text, "\n")
	fields := strings.Fields(line)
	if len(fields) < 9 || fields[0] != "cpu" {
		return MachineTimes{}, fmt.Errorf("not /proc/stat: %q", line)
	}
	var seconds [8]float64
	for i := range seconds {
		ticks, err := strconv.ParseFloat(fields[i+1], 64)
		if err != nil {
			return MachineTimes{}, fmt.Errorf("not /proc/stat: %q", line)
		}
		seconds[i] = ticks / ticksPerSecond
	}
	// user, nice, system, idle, iowait, irq, softirq, steal
	return MachineTimes{
		Busy:  seconds[0] + seconds[1] + seconds[2] + seconds[5] + seconds[6],
		Steal: seconds[7],
	}, nil
}

func machineTimes() (MachineTimes, error) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return MachineTimes{}, err
	}
	return parseMachine(string(text))
}

// residentMB is the memory that a process has in use.
func residentMB(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	return parseResident(string(text))
}

func parseResident(status string) (float64, error) {
	for _, line := range strings.Split(status, "\n") {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			var kilobytes float64
			if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
				return 0, err
			}
			return kilobytes / 1024, nil
		}
	}
	return 0, fmt.Errorf("no VmRSS in the process's status")
}

// Snapshot is the CPU time used so far, by whom.
type Snapshot struct {
	At      time.Time
	By      map[string]float64
	Machine MachineTimes
}

// Watched are the processes whose CPU time is told apart. The load is `client`.
type Watched struct {
	Processes map[string]int
	// Postmaster is PostgreSQL's first process: its children count as postgres.
	Postmaster int
}

// Take reads the times of all watched processes, and of this program and `client` as "load".
func (w Watched) Take(client int) (Snapshot, error) {
	s := Snapshot{At: time.Now(), By: map[string]float64{}}
	for name, pid := range w.Processes {
		times, err := processTimes(pid)
		if err != nil {
			return s, fmt.Errorf("%s has ended: %w", name, err)
		}
		s.By[name] = times.Own
	}
	var err error
	if s.By["postgres"], err = familyTimes(w.Postmaster); err != nil {
		return s, fmt.Errorf("PostgreSQL has ended: %w", err)
	}
	if self, err := processTimes(os.Getpid()); err == nil {
		s.By["load"] = self.Own
	}
	if client > 0 {
		if times, err := processTimes(client); err == nil {
			s.By["load"] += times.Own
		}
	}
	s.Machine, err = machineTimes()
	return s, err
}

// Used is what happened between two snapshots.
type Used struct {
	Seconds float64
	// By is CPU seconds by process.
	By map[string]float64
	// Foreign is the share of the machine that others used or that was stolen, 0 to 1.
	Foreign float64
}

// Since computes what was used since an earlier snapshot on a machine of so many processors.
func (s Snapshot) Since(before Snapshot, processors int) Used {
	used := Used{Seconds: s.At.Sub(before.At).Seconds(), By: map[string]float64{}}
	ours := 0.0
	for name, seconds := range s.By {
		used.By[name] = seconds - before.By[name]
		ours += used.By[name]
	}
	foreign := s.Machine.Busy - before.Machine.Busy - ours + s.Machine.Steal - before.Machine.Steal
	if used.Seconds > 0 {
		used.Foreign = max(0, foreign/(used.Seconds*float64(processors)))
	}
	return used
}
