package stack

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Families are the metrics that a process tells Prometheus, by name.
type Families map[string]*dto.MetricFamily

// MetricsURL is where a process tells its metrics.
func (s *Stack) MetricsURL(process string) string { return s.metrics[process] }

// MetricsText is what Prometheus would read of a process.
func (s *Stack) MetricsText(t testing.TB, process string) []byte {
	t.Helper()
	answer := s.Call(t, Request{Method: "GET", Path: s.metrics[process]})
	if answer.Status != 200 {
		t.Fatalf("the metrics of %s: %d %s", process, answer.Status, answer.Body)
	}
	return answer.Body
}

// Scrape reads the metrics of a process, as Prometheus does.
func (s *Stack) Scrape(t testing.TB, process string) Families {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(s.MetricsText(t, process)))
	if err != nil {
		t.Fatalf("the metrics of %s: %v", process, err)
	}
	return families
}

// Sum adds the series of a name that have these labels (name, value, name, value…): values of counters
// and gauges, of histograms how much was observed. 0 when there is none.
func (f Families) Sum(name string, labels ...string) float64 {
	sum := 0.0
	for _, series := range f.series(name, labels) {
		sum += series.GetCounter().GetValue() + series.GetGauge().GetValue() + float64(series.GetHistogram().GetSampleCount())
	}
	return sum
}

// Buckets adds the histograms of a name that have these labels: what was observed up to each bound,
// that of infinity included.
func (f Families) Buckets(name string, labels ...string) map[float64]float64 {
	buckets := map[float64]float64{}
	for _, series := range f.series(name, labels) {
		for _, bucket := range series.GetHistogram().GetBucket() {
			if !math.IsInf(bucket.GetUpperBound(), 1) {
				buckets[bucket.GetUpperBound()] += float64(bucket.GetCumulativeCount())
			}
		}
		buckets[math.Inf(1)] += float64(series.GetHistogram().GetSampleCount())
	}
	return buckets
}

func (f Families) series(name string, labels []string) []*dto.Metric {
	var found []*dto.Metric
	for _, series := range f[name].GetMetric() {
		has := map[string]string{}
		for _, label := range series.GetLabel() {
			has[label.GetName()] = label.GetValue()
		}
		matches := true
		for i := 0; i < len(labels); i += 2 {
			value, there := has[labels[i]]
			matches = matches && there && value == labels[i+1]
		}
		if matches {
			found = append(found, series)
		}
	}
	return found
}

// QuantileOf is the bound of a histogram's bucket that so large a share does not exceed; 0 of none.
func QuantileOf(buckets map[float64]float64, share float64) float64 {
	all := buckets[math.Inf(1)]
	if all == 0 {
		return 0
	}
	for _, bound := range slices.Sorted(maps.Keys(buckets)) {
		if buckets[bound] >= share*all {
			return bound
		}
	}
	return math.Inf(1)
}
