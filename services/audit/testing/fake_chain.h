#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/audit/domain/export_repository.h"

namespace enlace::audit::testing {

// For tests only: a chain in memory, the same for every tenant. Thread-safe.
class FakeChain final : public ExportRepository {
 public:
  // Positions that a page looks at.
  explicit FakeChain(std::int64_t page = kMostPositions) : page_(page) {}

  // Adds the event, sealed under a person's key where `person_id` is not nil.
  void Add(AuditEvent event, const core::Ulid& person_id = {}) {
    ChainedEvent record;
    record.sealed = SealedEvent{.event = event, .person_id = person_id};
    if (!person_id.IsNil()) {
      record.sealed->payload = "sealed";
      record.payload_key = std::string(32, 'k');
      auto& stored = record.sealed->event;
      stored.actor.email.clear();
      stored.ip.clear();
      stored.user_agent.clear();
      stored.before_json.clear();
      stored.after_json.clear();
    }
    record.event = std::move(event);
    AddRecord(std::move(record));
  }
  // Adds a place whose record is gone.
  void AddDropped() { AddRecord({}); }

  absl::StatusOr<std::int64_t> Size(const db::TenantContext&, absl::Time) override {
    const absl::MutexLock lock(&mutex_);
    return static_cast<std::int64_t>(records_.size());
  }

  absl::StatusOr<ChainPage> Read(const db::TenantContext& context, const ChainRange& range,
                                 absl::Time) override {
    const absl::MutexLock lock(&mutex_);
    ranges_.push_back(range);
    tenants_.push_back(context.tenant_id);
    ChainPage page;
    page.next = std::max(range.first, std::min(range.first + page_, range.end));
    for (const auto& record : records_) {
      const auto time = record.event.occurred_at;
      if (record.position >= range.first && record.position < page.next &&
          (!range.from || time >= *range.from) && (!range.to || time < *range.to)) {
        page.events.push_back(record);
      }
    }
    return page;
  }

  std::vector<ChainRange> ranges() {
    const absl::MutexLock lock(&mutex_);
    return ranges_;
  }
  std::vector<core::Ulid> tenants() {
    const absl::MutexLock lock(&mutex_);
    return tenants_;
  }

 private:
  void AddRecord(ChainedEvent record) {
    const absl::MutexLock lock(&mutex_);
    record.position = static_cast<std::int64_t>(records_.size());
    record.entry_hash = std::string(32, 'h');
    records_.push_back(std::move(record));
  }

  const std::int64_t page_;
  absl::Mutex mutex_;
  std::vector<ChainedEvent> records_ ABSL_GUARDED_BY(mutex_);
  std::vector<ChainRange> ranges_ ABSL_GUARDED_BY(mutex_);
  std::vector<core::Ulid> tenants_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::audit::testing
