#include "libs/usage/request_counter.h"

#include <atomic>
#include <cstddef>
#include <vector>

#include "libs/core/time_zone.h"

namespace enlace::usage {
namespace {

constexpr std::int64_t kQuarterSeconds = 15 * 60;

// The how-manieth thread of the process that counts.
std::size_t ThreadNumber() {
  static std::atomic<std::size_t> threads = 0;
  thread_local const std::size_t kNumber = threads.fetch_add(1, std::memory_order_relaxed);
  return kNumber;
}

}  // namespace

void RequestCounter::Add(const core::Ulid& tenant_id, const std::string& time_zone, absl::Time at) {
  auto& shard = shards_[ThreadNumber() % shards_.size()];
  absl::MutexLock lock(&shard.mutex);
  auto& entry = shard.entries[Key(tenant_id, absl::ToUnixSeconds(at) / kQuarterSeconds)];
  if (entry.requests == 0) entry.time_zone = time_zone;
  ++entry.requests;
}

void RequestCounter::TakeInto(RequestsByDay& counts) {
  std::vector<std::pair<Key, Entry>> taken;
  for (auto& shard : shards_) {
    absl::MutexLock lock(&shard.mutex);
    absl::erase_if(shard.entries, [&taken](auto& item) {
      auto& [key, entry] = item;
      // Those that were idle make room; the others keep their place.
      if (entry.requests == 0) return true;
      taken.emplace_back(key, entry);
      entry.requests = 0;
      return false;
    });
  }
  // Zones are looked up while nobody waits for a lock.
  for (const auto& [key, entry] : taken) {
    const auto& [tenant_id, quarter] = key;
    const auto day = absl::ToCivilDay(absl::FromUnixSeconds(quarter * kQuarterSeconds),
                                      core::ZoneOrUtc(entry.time_zone));
    counts[{tenant_id, day}] += entry.requests;
  }
}

}  // namespace enlace::usage
