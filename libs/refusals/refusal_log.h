#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/repeating_thread.h"
#include "libs/metrics/registry.h"
#include "libs/refusals/refusal.h"

namespace enlace::refusals {

// What is measured of refused calls. Made by default it counts nothing.
struct RefusalMetrics {
  static RefusalMetrics In(metrics::Registry& registry);

  // Calls that failed at authentication, and that were denied.
  metrics::Counter unauthenticated, denied;
  // Records that were stored; calls that are recorded without who made them, because there were too
  // many kinds; calls that are recorded not at all.
  metrics::Counter records, nameless, dropped;
  // Records that wait for the database.
  metrics::Gauge unstored;
};

// Records refused calls without letting whoever attacks decide how much is written. Of calls that
// are alike within a minute (caller, address, RPC, reason) the first is recorded at once, the
// others as one record with their number when the minute is over. Of more than kMostAlike kinds a
// minute, those beyond are counted by tenant and reason; where that is still too many, by reason
// alone. What can't be stored is kept until it can be. A killed process loses the last second, and
// the counts of the minute. Thread-safe; no caller waits for the database.
class RefusalLog {
 public:
  static constexpr absl::Duration kMinute = absl::Minutes(1);
  static constexpr std::size_t kMostAlike = 1'000;

  // Both must outlive the log. With an infinite pause only Flush stores.
  RefusalLog(RefusalStore& store, const core::Clock& clock, absl::Duration pause = absl::Seconds(1),
             const RefusalMetrics& metrics = {});
  // Stores what is left, within two seconds.
  ~RefusalLog();
  RefusalLog(const RefusalLog&) = delete;
  RefusalLog& operator=(const RefusalLog&) = delete;

  // One call: event id, time and count are the log's to set.
  void Add(Refusal refusal);

  // Stores what is due; what of the minute is only counted so far is due when it is over.
  absl::Status Flush(absl::Time deadline);

 private:
  // Calls that are alike after the first, and the last of them.
  struct Counted {
    std::int64_t calls = 0;
    Refusal last;
  };
  using Counts = absl::flat_hash_map<std::string, Counted>;

  absl::Status Flush(bool at_end, absl::Time deadline);
  // Counts it if there is a place; false where there is none.
  static bool Count(Counts& counts, const std::string& key, const Refusal& refusal);
  void EndMinute() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  RefusalStore& store_;
  const core::Clock& clock_;
  const RefusalMetrics metrics_;
  // Held while storing, so that nothing is stored out of turn.
  absl::Mutex flushing_ ABSL_ACQUIRED_BEFORE(mutex_);
  std::vector<Refusal> unstored_ ABSL_GUARDED_BY(flushing_);
  absl::Mutex mutex_;
  absl::Time minute_ends_ ABSL_GUARDED_BY(mutex_);
  std::vector<Refusal> due_ ABSL_GUARDED_BY(mutex_);
  Counts alike_ ABSL_GUARDED_BY(mutex_);
  Counts by_tenant_ ABSL_GUARDED_BY(mutex_);
  Counts by_reason_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<core::RepeatingThread> thread_;
};

}  // namespace enlace::refusals
