#include "libs/db/access_log.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kWriteTimeout = absl::Seconds(5);
constexpr std::size_t kMostInOneCommit = 1000;

// The event id makes a repetition harmless.
constexpr Statement kInsert{
    "access_log_insert",
    "INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,"
    " resource_ids, actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint)"
    " SELECT tenant_id, event_id, occurred_at, 'ACCESS', action, resource_type, resource_ids,"
    " actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint"
    " FROM jsonb_to_recordset($1::jsonb) AS record (tenant_id uuid, event_id uuid,"
    " occurred_at timestamptz, action text, resource_type text, resource_ids uuid[],"
    " actor_type text, actor_id text, actor_email text, request_id text, ip text,"
    " user_agent text, endpoint text)"
    " ON CONFLICT DO NOTHING"};

struct Entry {
  AccessRecord record;
  absl::Status outcome;
  absl::Notification decided;
};

using Batch = std::vector<std::shared_ptr<Entry>>;

// jsonb has no NUL character.
std::string Storable(std::string text) {
  std::erase(text, '\0');
  return text;
}

nlohmann::json JsonOf(const AccessRecord& record) {
  std::vector<std::string> ids;
  for (const auto& id : record.resource_ids) ids.push_back(id.ToUuid());
  return {{"tenant_id", record.context.tenant_id.ToUuid()},
          {"event_id", record.event_id.ToUuid()},
          {"occurred_at",
           absl::FormatTime(absl::RFC3339_full, record.occurred_at, absl::UTCTimeZone())},
          {"action", Storable(record.action)},
          {"resource_type", Storable(record.resource_type)},
          {"resource_ids", ids},
          {"actor_type", Storable(record.context.actor_type)},
          {"actor_id", Storable(record.context.actor_id)},
          {"actor_email", Storable(record.context.actor_email)},
          {"request_id", Storable(record.context.request_id)},
          {"ip", Storable(record.context.ip)},
          {"user_agent", Storable(record.context.user_agent)},
          {"endpoint", Storable(record.endpoint)}};
}

absl::Status InsertOnce(PlatformDatabase& database, const Params& params) {
  auto transaction = database.Begin(absl::Now() + kWriteTimeout);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kInsert, params).status();
}

// Lost connections and lost replies get a second try: the event ids make it safe.
absl::Status Insert(PlatformDatabase& database, const Batch& batch) {
  auto records = nlohmann::json::array();
  for (const auto& entry : batch) records.push_back(JsonOf(entry->record));
  Params params;
  params.Text(records.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  const auto status = InsertOnce(database, params);
  return absl::IsUnavailable(status) ? InsertOnce(database, params) : status;
}

absl::Status NotWritten(const absl::Status& cause) {
  return core::Unavailable("the access could not be recorded",
                           "access record: " + core::DetailsOf(cause).internal);
}

}  // namespace

class AccessLog::Writer {
 public:
  explicit Writer(PlatformDatabase& database) : database_(database), thread_([this] { Work(); }) {}

  ~Writer() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

  absl::Status Record(AccessRecord record, absl::Time deadline) {
    const auto entry = std::make_shared<Entry>();
    entry->record = std::move(record);
    {
      absl::MutexLock lock(&mutex_);
      queue_.push_back(entry);
    }
    if (!entry->decided.WaitForNotificationWithDeadline(deadline)) {
      return DeadlinePassed("before the access record was durable");
    }
    return entry->outcome;
  }

 private:
  void Work() {
    for (Batch batch = Take(); !batch.empty(); batch = Take()) Write(batch);
  }

  // Waits for work; empty at the end.
  Batch Take() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](Writer* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) {
          return self->stopping_ || !self->queue_.empty();
        },
        this));
    const auto count = std::min(queue_.size(), kMostInOneCommit);
    Batch batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    return batch;
  }

  void Write(const Batch& batch) {
    const auto status = Insert(database_, batch);
    const bool refused = absl::IsInvalidArgument(status) || absl::IsInternal(status);
    if (refused && batch.size() > 1) {
      // One record that the table refuses must not cost the others theirs.
      for (const auto& entry : batch) Write({entry});
      return;
    }
    for (const auto& entry : batch) {
      if (!status.ok()) entry->outcome = NotWritten(status);
      entry->decided.Notify();
    }
  }

  PlatformDatabase& database_;
  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Entry>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

AccessLog::AccessLog(PlatformDatabase& database) : writer_(std::make_unique<Writer>(database)) {}
AccessLog::~AccessLog() = default;

absl::Status AccessLog::Record(AccessRecord record, absl::Time deadline) {
  return writer_->Record(std::move(record), deadline);
}

}  // namespace enlace::db
