#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::usage {

// Calls by tenant and day, in the order in which every process stores them.
using RequestsByDay = std::map<std::pair<core::Ulid, absl::CivilDay>, std::int64_t>;

// Counts calls in memory. Thread-safe. Threads count apart from each other, so that none waits for
// another; only a tenant's first call of a thread in a quarter of an hour, or after a pause, may
// allocate.
class RequestCounter {
 public:
  // One call of the tenant `tenant_id` at `at`; its days are those of the IANA zone `time_zone`.
  void Add(const core::Ulid& tenant_id, const std::string& time_zone, absl::Time at);

  // Adds to `counts` what was counted since the last time, each call once.
  void TakeInto(RequestsByDay& counts);

 private:
  // Days begin at a quarter of an hour in every time zone of today.
  using Key = std::pair<core::Ulid, std::int64_t>;
  struct Entry {
    std::int64_t requests = 0;
    std::string time_zone;
  };
  struct alignas(64) Shard {
    absl::Mutex mutex;
    absl::flat_hash_map<Key, Entry> entries ABSL_GUARDED_BY(mutex);
  };

  std::array<Shard, 32> shards_;
};

}  // namespace enlace::usage
