#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/metrics/registry.h"

namespace enlace::metrics {

// Internal to libs/metrics: the series that are asked for. Thread-safe.
class AskedSeries final : public prometheus::Collectable {
 public:
  struct Question {
    Registry::Kind kind;
    std::string name, help;
    Labels labels;
    std::function<double()> value;
  };

  // Its id.
  int Add(Question question);
  // Waits while questions are being asked.
  void Remove(int id);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  mutable absl::Mutex mutex_;
  int last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<int, Question> questions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::metrics
