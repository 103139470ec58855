#pragma once

#include <map>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit::testing {

// For tests only: keeps events in memory, once by id; lists answer `page`. Thread-safe.
class FakeEventRepository final : public EventRepository {
 public:
  struct Listing {
    db::TenantContext context;
    EventFilter filter;
    std::optional<EventCursor> after;
    int size;
  };

  absl::StatusOr<std::int64_t> Store(const db::TenantContext& context,
                                     std::vector<AuditEvent> events, absl::Time) override {
    const absl::MutexLock lock(&mutex_);
    if (context.tenant_id == failing_tenant) return absl::UnavailableError("down");
    std::int64_t added = 0;
    for (auto& event : events) {
      const auto id = event.id;
      added += stored_[context.tenant_id].emplace(id, std::move(event)).second ? 1 : 0;
    }
    return added;
  }

  absl::StatusOr<EventPage> List(const db::TenantContext& context, const EventFilter& filter,
                                 const std::optional<EventCursor>& after, int size,
                                 absl::Time) override {
    const absl::MutexLock lock(&mutex_);
    listings_.push_back({context, filter, after, size});
    return page;
  }

  // Only `with_key` has a key.
  absl::Status ErasePerson(const db::TenantContext& context, const core::Ulid& person_id,
                           AuditEvent record, absl::Time) override {
    if (person_id != with_key) return core::refusal::NotFound();
    const absl::MutexLock lock(&mutex_);
    const auto id = record.id;
    stored_[context.tenant_id].emplace(id, std::move(record));
    return absl::OkStatus();
  }

  std::map<core::Ulid, std::map<core::Ulid, AuditEvent>> stored() {
    const absl::MutexLock lock(&mutex_);
    return stored_;
  }
  std::vector<Listing> listings() {
    const absl::MutexLock lock(&mutex_);
    return listings_;
  }

  // Set before the calls.
  EventPage page;
  core::Ulid failing_tenant;
  core::Ulid with_key;

 private:
  absl::Mutex mutex_;
  std::map<core::Ulid, std::map<core::Ulid, AuditEvent>> stored_ ABSL_GUARDED_BY(mutex_);
  std::vector<Listing> listings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::audit::testing
