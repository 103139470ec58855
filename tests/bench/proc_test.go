package main

import (
	"os"
	"testing"
	"time"
)

func TestReadingAProcessWhoseNameHasBrackets(t *testing.T) {
	line := "42 (a) b) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 30 20 20 0 1 0 12345 1 1"
	times, err := parseStat(line)
	if err != nil {
		t.Fatal(err)
	}
	if times.Parent != 7 || times.Own != 2 || times.Reaped != 0.5 {
		t.Errorf("read %+v", times)
	}
	if _, err := parseStat("nonsense"); err == nil {
		t.Error("nonsense was read")
	}
}

func TestReadingTheMachine(t *testing.T) {
	times, err := parseMachine("cpu  100 50 50 1000 10 20 30 70 0 0\ncpu0 1 1 1 1 1 1 1 1\n")
	if err != nil {
		t.Fatal(err)
	}
	if times.Busy != 2.5 || times.Steal != 0.7 {
		t.Errorf("read %+v", times)
	}
	if _, err := parseMachine("intr 1 2 3"); err == nil {
		t.Error("another line was read")
	}
}

func TestReadingTheMemoryOfAProcess(t *testing.T) {
	megabytes, err := parseResident("Name:\tx\nVmRSS:\t   20480 kB\n")
	if err != nil || megabytes != 20 {
		t.Errorf("read %f, %v", megabytes, err)
	}
}

func TestThisProcessHasTimes(t *testing.T) {
	times, err := processTimes(os.Getpid())
	if err != nil || times.Parent != os.Getppid() {
		t.Errorf("read %+v, %v", times, err)
	}
}

func TestForeignLoadIsWhatTheMachineDidBesideUs(t *testing.T) {
	start := time.Now()
	before := Snapshot{At: start, By: map[string]float64{"patient": 10, "load": 1}}
	after := Snapshot{At: start.Add(2 * time.Second),
		By:      map[string]float64{"patient": 11, "load": 2},
		Machine: MachineTimes{Busy: 2.5, Steal: 0.3}}
	used := after.Since(before, 2)
	if used.By["patient"] != 1 || used.Seconds != 2 {
		t.Errorf("computed %+v", used)
	}
	near(t, "the foreign share", used.Foreign, 0.2)
}
