package edge

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics is what the gateway counts and measures of itself, for Prometheus. Labels hold what the
// program knows (patterns of routes, methods, status codes), never what a caller sent. Safe for many
// goroutines; nil counts nothing.
type Metrics struct {
	registry    *prometheus.Registry
	inFlight    prometheus.Gauge
	durations   *prometheus.HistogramVec
	streams     *prometheus.CounterVec
	rateLimited *prometheus.CounterVec
}

// NewMetrics makes the series of a process: those of Go and of the process itself among them.
func NewMetrics() *Metrics {
	ofCall := []string{"route", "method", "status"}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "enlace_http_in_flight", Help: "Requests under way, streams among them.",
		}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "enlace_http_request_duration_seconds", Help: "How long requests took.",
			Buckets: []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30},
		}, ofCall),
		streams: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "enlace_http_streams_total", Help: "Streams that ended.",
		}, ofCall),
		rateLimited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "enlace_http_rate_limited_total", Help: "Requests beyond a rate limit.",
		}, []string{"limit"}),
	}
	for _, limit := range []string{"key", "tenant", "address"} {
		m.rateLimited.WithLabelValues(limit)
	}
	m.registry.MustRegister(m.inFlight, m.durations, m.streams, m.rateLimited, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// CountFallbacks tells how many rate limits were counted in memory because Redis did not answer.
func (m *Metrics) CountFallbacks(count func() uint64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "enlace_http_rate_limits_in_memory_total", Help: "Rate limits that were counted in memory: Redis did not answer.",
	}, func() float64 { return float64(count()) }))
}

// WatchCertificate tells when a certificate ends; 0 while its files are wrong.
func (m *Metrics) WatchCertificate(name string, until func() (time.Time, error)) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "enlace_certificate_expiry_timestamp_seconds", Help: "When the certificate in the files ends; 0: they are wrong.",
		ConstLabels: prometheus.Labels{"certificate": name},
	}, func() float64 {
		end, err := until()
		if err != nil {
			return 0
		}
		return float64(end.Unix())
	}))
}

// Handler answers GET /metrics.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func (m *Metrics) begin() {
	if m != nil {
		m.inFlight.Inc()
	}
}

// end counts a request by its answer. A stream lasts as long as its caller wants: its time says nothing.
func (m *Metrics) end(x *exchange, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	m.inFlight.Dec()
	labels := []string{x.pattern, knownMethod(method), strconv.Itoa(status)}
	if x.route != nil && x.route.RPC.IsStreamingServer() {
		m.streams.WithLabelValues(labels...).Inc()
		return
	}
	m.durations.WithLabelValues(labels...).Observe(took.Seconds())
}

// limited counts a request that is refused by the limit of a key, a tenant or an address.
func (m *Metrics) limited(limit string) {
	if m != nil {
		m.rateLimited.WithLabelValues(limit).Inc()
	}
}
