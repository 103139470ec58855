package main

import (
	"encoding/json"
	"math"
	"testing"
)

// The same pairs stand in client/latency_histogram_test.cpp: both sides must agree.
func TestBucketsAreThoseOfTheClient(t *testing.T) {
	for nanoseconds, bucket := range map[int64]int{
		-5: 0, 0: 0, 127: 127, 128: 128, 129: 128, 255: 191, 256: 192, 1_000_000: 954,
	} {
		if got := BucketOf(nanoseconds); got != bucket {
			t.Errorf("%d ns: bucket %d, not %d", nanoseconds, got, bucket)
		}
	}
	if BucketOf(1<<50) != BucketOf(largestDuration) {
		t.Error("a duration beyond the largest has a bucket of its own")
	}
}

func TestABucketsMiddleLiesInIt(t *testing.T) {
	for nanoseconds := int64(1); nanoseconds < 1<<39; nanoseconds = nanoseconds*9/8 + 1 {
		bucket := BucketOf(nanoseconds)
		if got := BucketOf(int64(middle(bucket))); got != bucket {
			t.Fatalf("%d ns is in bucket %d, whose middle is in %d", nanoseconds, bucket, got)
		}
		if off := math.Abs(middle(bucket)-float64(nanoseconds)) / float64(nanoseconds); off > 1.0/64 {
			t.Fatalf("%d ns is reported as %f", nanoseconds, middle(bucket))
		}
	}
}

func TestQuantilesOfMergedHistograms(t *testing.T) {
	var fast, slow Histogram
	for range 99 {
		fast.Add(1_000_000)
	}
	slow.Add(50_000_000)
	fast.Merge(slow)
	if fast.Count() != 100 {
		t.Fatalf("%d durations, not 100", fast.Count())
	}
	near(t, "p50", fast.Quantile(0.5), 1)
	near(t, "p99", fast.Quantile(0.99), 1)
	near(t, "p100", fast.Quantile(1), 50)
	var none Histogram
	near(t, "p99 of none", none.Quantile(0.99), 0)
}

func TestReadingTheClientsHistogram(t *testing.T) {
	var h Histogram
	if err := json.Unmarshal([]byte(`[[128,2],[954,1]]`), &h); err != nil {
		t.Fatal(err)
	}
	if h.Count() != 3 {
		t.Errorf("%d durations, not 3", h.Count())
	}
	near(t, "p100", h.Quantile(1), 1)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.02*want {
		t.Errorf("%s is %f, not about %f", what, got, want)
	}
}
