#include "libs/db/access_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kWriteTimeout = absl::Seconds(5);
constexpr std::size_t kMostInOneCommit = 1000;
constexpr int kCommitsAtOnce = 2;

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

// jsonb has no NUL character.
std::string Storable(std::string text) {
  std::erase(text, '\0');
  return text;
}

nlohmann::json ToJson(const AccessRecord& record) {
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

absl::Status NotWritten(const absl::Status& cause) {
  return core::WithInternal(core::refusal::UnavailableAccessRecord(),
                            "access record: " + core::DetailsOf(cause).internal);
}

absl::Status TooLate() { return DeadlinePassed("before the access record was durable"); }

absl::Status OutcomeOf(const absl::Status& written) {
  if (written.ok()) return written;
  return absl::IsDeadlineExceeded(written) ? TooLate() : NotWritten(written);
}

}  // namespace

AccessLog::AccessLog(PlatformDatabase& database)
    : database_(database),
      combiner_(kMostInOneCommit, kCommitsAtOnce, [this](const Batch& batch) { Write(batch); }) {}

absl::Status AccessLog::Record(AccessRecord record, absl::Time deadline) {
  const auto entry = std::make_shared<Entry>();
  entry->record = std::move(record);
  entry->deadline = deadline;
  if (!combiner_.Do(entry, deadline)) return TooLate();
  return entry->outcome;
}

void AccessLog::Write(const Batch& batch) {
  const auto status = Insert(batch);
  const bool refused = absl::IsInvalidArgument(status) || absl::IsInternal(status);
  if (refused && batch.size() > 1) {
    // One record that the table refuses must not cost the others theirs.
    for (const auto& entry : batch) Write({entry});
    return;
  }
  for (const auto& entry : batch) entry->outcome = OutcomeOf(status);
}

// Lost connections and lost replies get a second try: the event ids make it safe.
absl::Status AccessLog::Insert(const Batch& batch) {
  Params params;
  params.Text(JsonOf(batch));
  absl::Time latest = absl::InfinitePast();
  for (const auto& entry : batch) latest = std::max(latest, entry->deadline);
  const auto status = InsertOnce(params, latest);
  return absl::IsUnavailable(status) ? InsertOnce(params, latest) : status;
}

absl::Status AccessLog::InsertOnce(const Params& params, absl::Time deadline) {
  // Who writes for the others is not to wait for the most patient of them.
  auto transaction = database_.Begin(std::min(deadline, absl::Now() + kWriteTimeout));
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kInsert, params).status();
}

std::string AccessLog::JsonOf(const Batch& batch) {
  auto records = nlohmann::json::array();
  for (const auto& entry : batch) records.push_back(ToJson(entry->record));
  return records.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace enlace::db
