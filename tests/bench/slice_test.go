package main

import (
	"testing"
	"time"
)

func TestTransactionsOfTheMeasuredTimeCount(t *testing.T) {
	var slice Slice
	text := "0 1 1000 0 1700000000 500000\n" + // before
		"1 1 2000 2 1700000001 500000\n" +
		"0 2 4000 0 1700000002 0\n" +
		"0 3 4000 0 1700000003 1\n" // after
	if err := addLog(&slice, text, time.Unix(1700000001, 0), time.Unix(1700000003, 0)); err != nil {
		t.Fatal(err)
	}
	if slice.Count != 2 {
		t.Fatalf("%d transactions", slice.Count)
	}
	near(t, "p50", slice.Latencies.Quantile(0.5), 2)
	if err := addLog(&slice, "0 1 skipped 0 1 1", time.Unix(0, 0), time.Now()); err == nil {
		t.Error("a line without latency was read")
	}
}

func TestTheClientsAnswer(t *testing.T) {
	line := `{"seconds":2,"count":1000,"responseBytes":4000,"histogram":[[954,1000]],"unexpected":{"6":3},"firstError":"x"}`
	slice, err := readClient([]byte(line), Used{Seconds: 1})
	if err != nil {
		t.Fatal(err)
	}
	if slice.Rate() != 500 || slice.ResponseBytes != 4 || slice.Unexpected != 3 {
		t.Errorf("read %+v", slice)
	}
	for _, bad := range []string{
		`{"seconds":2,"count":0}`,
		`{"seconds":2,"count":100,"unexpected":{"14":2}}`,
		`nonsense`,
	} {
		if _, err := readClient([]byte(bad), Used{}); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestConnectionsOfTheLoadClient(t *testing.T) {
	for concurrency, channels := range map[int]int{1: 1, 8: 1, 32: 4, 64: 4} {
		if got := ChannelsFor(concurrency); got != channels {
			t.Errorf("%d calls over %d connections, not %d", concurrency, got, channels)
		}
	}
}
