#include "libs/refusals/refusal_outbox.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/db/storable_text.h"
#include "libs/db/timestamp_text.h"

namespace enlace::refusals {
namespace {

// The event id makes a repetition harmless.
constexpr db::Statement kInsert = {"insert_refusals",
                                   ENLACE_INSERT_REFUSED("tenant_id") "FROM" ENLACE_REFUSED
                                                                      "ON CONFLICT DO NOTHING"};

db::Params ParamsOf(const std::vector<Refusal>& refusals) {
  db::Params params;
  const auto column = [&](auto value_of) {
    std::vector<std::string> values;
    values.reserve(refusals.size());
    for (const auto& refusal : refusals) values.push_back(value_of(refusal));
    params.TextArray(values);
  };
  const auto text = [&](auto member) {
    column([member](const Refusal& one) { return db::StorableText(one.*member); });
  };
  const auto of_caller = [&](auto member) {
    column([member](const Refusal& one) { return db::StorableText(one.context.*member); });
  };
  column([](const Refusal& one) { return one.context.tenant_id.ToUuid(); });
  column([](const Refusal& one) { return one.event_id.ToUuid(); });
  column([](const Refusal& one) { return db::FormatTimestamp(one.occurred_at); });
  text(&Refusal::action);
  column([](const Refusal& one) { return one.subject.resource_type; });
  column([](const Refusal& one) { return one.subject.id.ToUuid(); });
  of_caller(&db::TenantContext::actor_type);
  of_caller(&db::TenantContext::actor_id);
  of_caller(&db::TenantContext::actor_email);
  of_caller(&db::TenantContext::request_id);
  of_caller(&db::TenantContext::ip);
  of_caller(&db::TenantContext::user_agent);
  text(&Refusal::endpoint);
  text(&Refusal::reason);
  column([](const Refusal& one) { return absl::StrCat(one.calls); });
  return params;
}

}  // namespace

RefusalOutbox::RefusalOutbox(db::PlatformDatabase& database) : RefusalOutbox(database, kInsert) {}

RefusalOutbox::RefusalOutbox(db::PlatformDatabase& database, const db::Statement& insert)
    : database_(database), insert_(insert) {}

absl::Status RefusalOutbox::Store(const std::vector<Refusal>& refusals, absl::Time deadline) {
  auto transaction = database_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(insert_, ParamsOf(refusals)).status();
}

}  // namespace enlace::refusals
