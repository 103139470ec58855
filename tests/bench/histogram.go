package main

import (
	"encoding/json"
	"math"
	"math/bits"
)

// Histogram counts durations in the buckets of the load client's latency_histogram.h: at most 1/64
// of their value wide. The zero value is empty.
type Histogram struct {
	counts map[int]int64
	total  int64
}

const (
	precisionBits   = 6
	largestDuration = 1<<40 - 1
)

// BucketOf is the bucket of a duration in nanoseconds.
func BucketOf(nanoseconds int64) int {
	value := uint64(min(max(nanoseconds, 0), largestDuration))
	shift := max(0, bits.Len64(value)-precisionBits-1)
	return shift<<precisionBits + int(value>>shift)
}

// middle is the duration in the middle of a bucket, in nanoseconds.
func middle(bucket int) float64 {
	const inPower = 1 << precisionBits
	if bucket < 2*inPower {
		return float64(bucket)
	}
	shift := bucket/inPower - 1
	low := int64(bucket-shift*inPower) << shift
	return float64(low) + float64(int64(1)<<shift-1)/2
}

// Add counts one duration.
func (h *Histogram) Add(nanoseconds int64) { h.add(BucketOf(nanoseconds), 1) }

func (h *Histogram) add(bucket int, count int64) {
	if h.counts == nil {
		h.counts = map[int]int64{}
	}
	h.counts[bucket] += count
	h.total += count
}

// Merge adds all counts of another histogram.
func (h *Histogram) Merge(other Histogram) {
	for bucket, count := range other.counts {
		h.add(bucket, count)
	}
}

// Count is the number of durations.
func (h *Histogram) Count() int64 { return h.total }

// Quantile is the duration in milliseconds that this share of all durations does not exceed; 0 when
// there are none.
func (h *Histogram) Quantile(share float64) float64 {
	wanted := int64(math.Ceil(share * float64(h.total)))
	largest := 0
	for bucket := range h.counts {
		largest = max(largest, bucket)
	}
	var seen int64
	for bucket := 0; bucket <= largest; bucket++ {
		seen += h.counts[bucket]
		if seen >= wanted && seen > 0 {
			return middle(bucket) / 1e6
		}
	}
	return 0
}

// UnmarshalJSON reads the load client's [[bucket, count], …].
func (h *Histogram) UnmarshalJSON(text []byte) error {
	var pairs [][2]int64
	if err := json.Unmarshal(text, &pairs); err != nil {
		return err
	}
	*h = Histogram{}
	for _, pair := range pairs {
		h.add(int(pair[0]), pair[1])
	}
	return nil
}
