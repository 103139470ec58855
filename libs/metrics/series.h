#pragma once

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace enlace::metrics {

class Registry;

// Handles of single series, found once (libs/metrics/registry.h) and cheap to copy: what counts
// keeps one, and looks nothing up. One that was made by default counts nothing, so that nobody has
// to ask whether there are metrics. Valid as long as the registry. Thread-safe; counters and gauges
// take no lock, a histogram one of its own for some nanoseconds.

class Counter {
 public:
  Counter() = default;
  // Of 0 or more.
  void Add(double amount = 1) const;

 private:
  friend class Registry;
  explicit Counter(prometheus::Counter& series) : series_(&series) {}
  prometheus::Counter* series_ = nullptr;
};

class Gauge {
 public:
  Gauge() = default;
  void Set(double value) const;
  // May be negative.
  void Add(double amount) const;

 private:
  friend class Registry;
  explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
  prometheus::Gauge* series_ = nullptr;
};

class Histogram {
 public:
  Histogram() = default;
  void Observe(double value) const;

 private:
  friend class Registry;
  explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
  prometheus::Histogram* series_ = nullptr;
};

}  // namespace enlace::metrics
