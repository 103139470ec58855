#include "services/audit/storage/retention_repository.h"

#include <utility>
#include <vector>

#include "services/audit/domain/retention_event.h"

namespace enlace::audit::storage {
namespace {

// A statement of its own: the next one sees what who held the lock has committed.
constexpr db::Statement kLock = {"lock_audit_retention", R"(
  SELECT pg_advisory_xact_lock(hashtextextended('audit_retention ' || $1::uuid, 0)))"};

// One row at least, for the time.
constexpr db::Statement kChoices = {"audit_retention_choices", R"(
  SELECT now() AS now, r.effective_from, r.years
    FROM (SELECT) AS always LEFT JOIN audit_retention AS r ON r.tenant_id = $1::uuid
   ORDER BY r.effective_from)"};

constexpr db::Statement kAdd = {"add_audit_retention", R"(
  INSERT INTO audit_retention (tenant_id, effective_from, years)
  VALUES ($1::uuid, $2::timestamptz, $3::smallint))"};

std::vector<RetentionChoice> ReadChoices(const db::Rows& rows) {
  std::vector<RetentionChoice> choices;
  for (int i = 0; i < rows.size(); ++i) {
    if (rows[i].IsNull("years")) continue;
    choices.push_back({.years = static_cast<int>(rows[i].Int("years")),
                       .effective_from = rows[i].Time("effective_from")});
  }
  return choices;
}

}  // namespace

absl::StatusOr<Retention> PgRetentionRepository::Get(const db::TenantContext& context,
                                                     absl::Time deadline) {
  const auto rows = database_.Read(context, kChoices, db::Params().Id(context.tenant_id), deadline);
  if (!rows.ok()) return rows.status();
  return RetentionAt(ReadChoices(*rows), (*rows)[0].Time("now"));
}

absl::StatusOr<Retention> PgRetentionRepository::Choose(const db::TenantContext& context, int years,
                                                        absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto tenant = db::Params().Id(context.tenant_id);
  if (const auto locked = transaction->Run(kLock, tenant); !locked.ok()) return locked.status();
  const auto rows = transaction->Run(kChoices, tenant);
  if (!rows.ok()) return rows.status();

  const auto now = (*rows)[0].Time("now");
  auto choices = ReadChoices(*rows);
  const auto choice = Lengthen(choices, years, now);
  if (!choice.ok()) return choice.status();
  if (!choice->has_value()) return RetentionAt(choices, now);

  const auto added = transaction->Run(
      kAdd,
      db::Params().Id(context.tenant_id).Time((*choice)->effective_from).Int((*choice)->years));
  if (!added.ok()) return added.status();
  const auto stored =
      events_.StoreIn(*transaction, context.tenant_id, {EventOf(**choice, choices, context, now)});
  if (!stored.ok()) return stored.status();
  choices.push_back(**choice);
  return RetentionAt(choices, now);
}

}  // namespace enlace::audit::storage
