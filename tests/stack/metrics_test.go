package stack

import (
	"math"
	"testing"
)

func TestAQuantileIsTheBoundOfItsBucket(t *testing.T) {
	buckets := map[float64]float64{0.1: 50, 0.5: 98, 2: 99, 5: 99, math.Inf(1): 100}
	for share, want := range map[float64]float64{0.5: 0.1, 0.51: 0.5, 0.99: 2, 0.995: math.Inf(1)} {
		if got := QuantileOf(buckets, share); got != want {
			t.Errorf("%v: %v instead of %v", share, got, want)
		}
	}
	if got := QuantileOf(nil, 0.5); got != 0 {
		t.Errorf("of none: %v", got)
	}
}
