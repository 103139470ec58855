#include "libs/db/access_log.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_state.h"
#include "libs/db/storable_text.h"
#include "libs/db/timestamp_text.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kWriteTimeout = absl::Seconds(5);
constexpr std::size_t kMostInOneCommit = 1000;
constexpr int kCommitsAtOnce = 2;

// The event id makes a repetition harmless. An array holds one column of the batch: its text form
// is cheaper to write and to read than a document.
constexpr Statement kInsert{
    "access_log_insert",
    "INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,"
    " resource_ids, actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint,"
    " reason, after_row)"
    " SELECT tenant_id, event_id, occurred_at, 'ACCESS', action, resource_type,"
    " resource_ids::uuid[], actor_type, actor_id, actor_email, request_id, ip, user_agent, "
    "endpoint,"
    " purpose, CASE WHEN purpose_reason = '' THEN jsonb_build_object('fieldsClass', fields_class)"
    " ELSE jsonb_build_object('fieldsClass', fields_class, 'purposeReason', purpose_reason) END"
    " FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],"
    " $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],"
    " $14::text[], $15::text[], $16::text[])"
    " AS record (tenant_id, event_id, occurred_at, action, resource_type, resource_ids, actor_type,"
    " actor_id, actor_email, request_id, ip, user_agent, endpoint, purpose, purpose_reason,"
    " fields_class)"
    " ON CONFLICT DO NOTHING"};

std::string FormatIds(const std::vector<core::Ulid>& ids) {
  std::string text = "{";
  for (const auto& id : ids) {
    if (text.size() > 1) text.push_back(',');
    text.append(id.ToUuid());
  }
  text.push_back('}');
  return text;
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

AccessLog::AccessLog(PlatformDatabase& database, metrics::Histogram records_per_commit)
    : database_(database),
      records_per_commit_(records_per_commit),
      combiner_(kMostInOneCommit, kCommitsAtOnce, [this](const Batch& batch) { Write(batch); }) {}

absl::Status AccessLog::Record(AccessRecord record, absl::Time deadline) {
  if (record.fields_class.empty()) {
    return core::Internal("an access record does not say which class of fields was seen");
  }
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
  if (status.ok()) records_per_commit_.Observe(static_cast<double>(batch.size()));
  for (const auto& entry : batch) entry->outcome = OutcomeOf(status);
}

// Lost connections and lost replies get a second try: the event ids make it safe.
absl::Status AccessLog::Insert(const Batch& batch) {
  const auto params = ParamsOf(batch);
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

Params AccessLog::ParamsOf(const Batch& batch) {
  Params params;
  const auto column = [&](auto value_of) {
    std::vector<std::string> values;
    values.reserve(batch.size());
    for (const auto& entry : batch) values.push_back(value_of(entry->record));
    params.TextArray(values);
  };
  const auto text = [&](auto member) {
    column([member](const AccessRecord& record) { return StorableText(record.*member); });
  };
  const auto of_caller = [&](auto member) {
    column([member](const AccessRecord& record) { return StorableText(record.context.*member); });
  };
  column([](const AccessRecord& record) { return record.context.tenant_id.ToUuid(); });
  column([](const AccessRecord& record) { return record.event_id.ToUuid(); });
  column([](const AccessRecord& record) { return FormatTimestamp(record.occurred_at); });
  text(&AccessRecord::action);
  text(&AccessRecord::resource_type);
  column([](const AccessRecord& record) { return FormatIds(record.resource_ids); });
  of_caller(&TenantContext::actor_type);
  of_caller(&TenantContext::actor_id);
  of_caller(&TenantContext::actor_email);
  of_caller(&TenantContext::request_id);
  of_caller(&TenantContext::ip);
  of_caller(&TenantContext::user_agent);
  text(&AccessRecord::endpoint);
  text(&AccessRecord::purpose);
  text(&AccessRecord::purpose_reason);
  text(&AccessRecord::fields_class);
  return params;
}

}  // namespace enlace::db
