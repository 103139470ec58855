#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/metrics/series.h"

namespace prometheus {
class Collectable;
}

namespace enlace::metrics {

class AskedSeries;

// Names to values. A value is one of a few that the program knows: never an id, and no text of a
// caller.
using Labels = std::map<std::string, std::string>;

// A process's metrics, as Prometheus reads them. Names follow its conventions: `enlace_`, base
// units (seconds, bytes), `_total` for what only grows. A name has one help text and one kind,
// whatever its labels; another kind under it throws std::invalid_argument, as a name does that is
// none. Thread-safe.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // The series of that name and these labels, new or known.
  Counter AddCounter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge AddGauge(const std::string& name, const std::string& help, const Labels& labels = {});
  // `bounds`: the upper bounds of the buckets, growing, without infinity.
  Histogram AddHistogram(const std::string& name, const std::string& help,
                         const std::vector<double>& bounds, const Labels& labels = {});

  // A series that is asked for at each scrape, on a thread of the exposer's, until this is
  // destroyed, which waits for an answer that is under way.
  class Asked {
   public:
    Asked() = default;
    ~Asked();
    Asked(Asked&& other) noexcept;
    Asked& operator=(Asked&& other) noexcept;

   private:
    friend class Registry;
    Asked(std::shared_ptr<AskedSeries> series, int id) : series_(std::move(series)), id_(id) {}
    std::shared_ptr<AskedSeries> series_;
    int id_ = 0;
  };
  enum class Kind { kCounter, kGauge };
  // `value` must not wait: scrapes and other questions wait behind it.
  [[nodiscard]] Asked Ask(Kind kind, const std::string& name, const std::string& help,
                          const Labels& labels, std::function<double()> value);

  // All series in Prometheus' text format.
  std::string Text() const;

  // For the exposer: where the series come from.
  std::vector<std::shared_ptr<prometheus::Collectable>> collectables() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace enlace::metrics
