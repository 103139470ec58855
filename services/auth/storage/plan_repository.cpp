#include "services/auth/storage/plan_repository.h"

#include "libs/core/reasons.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_PLAN_COLUMNS \
  " p.code, p.name, p.patients, p.doctors, p.trial_days, p.monthly_price, p.currency, p.features "

constexpr db::Statement kList = {"list_plans",
                                 "SELECT" ENLACE_PLAN_COLUMNS
                                 "FROM plans p ORDER BY p.monthly_price NULLS LAST, p.code"};

constexpr db::Statement kOfTenant = {"plan_of_tenant",
                                     "SELECT t.writable_until," ENLACE_PLAN_COLUMNS
                                     "FROM tenants t JOIN plans p ON p.code = t.plan"
                                     " WHERE t.tenant_id = $1 AND t.deleted_at IS NULL"};

// A change that is cut off is undone a minute later.
constexpr db::Statement kReserve = {"reserve_limit_versions", R"(
  UPDATE limit_orders SET version = version + 2, due_at = now() + interval '1 minute', attempts = 0
  WHERE tenant_id = $1
  RETURNING version - 1 AS version)"};

// One more than the version that was tried is that of the plan in force.
constexpr db::Statement kLockOrder = {"lock_limit_order", R"(
  SELECT version FROM limit_orders WHERE tenant_id = $1 AND version = $2 + 1 FOR UPDATE)"};

constexpr db::Statement kChange = {"change_plan", R"(
  UPDATE tenants SET plan = $2, writable_until = NULL
  WHERE tenant_id = $1 AND deleted_at IS NULL
  RETURNING tenant_id)"};

constexpr db::Statement kMakeDue = {"make_limits_due", R"(
  UPDATE limit_orders SET due_at = now(), attempts = 0 WHERE tenant_id = $1)"};

constexpr db::Statement kClaim = {"claim_limits", R"(
  WITH due AS (
    SELECT tenant_id FROM limit_orders WHERE due_at <= now()
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE limit_orders o
    SET attempts = o.attempts + 1,
        due_at = now() + least(interval '10 s' * (2 ^ least(o.attempts, 5)), interval '1 minute')
    FROM due WHERE o.tenant_id = due.tenant_id
    RETURNING o.tenant_id, o.version
  )
  SELECT c.tenant_id, c.version, p.patients, p.doctors
  FROM claimed c JOIN tenants t ON t.tenant_id = c.tenant_id LEFT JOIN plans p ON p.code = t.plan)"};

constexpr db::Statement kOrderOf = {"limits_of_tenant", R"(
  SELECT o.tenant_id, o.version, p.patients, p.doctors
  FROM limit_orders o JOIN tenants t ON t.tenant_id = o.tenant_id
  LEFT JOIN plans p ON p.code = t.plan
  WHERE o.tenant_id = $1)"};

constexpr db::Statement kConfirm = {"confirm_limits", R"(
  UPDATE limit_orders SET due_at = NULL, attempts = 0 WHERE tenant_id = $1 AND version = $2)"};

std::optional<std::int64_t> OptionalInt(const db::Row& row, const char* column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Int(column);
}

LimitOrder ReadOrder(const db::Row& row) {
  return {.tenant_id = row.Id("tenant_id"),
          .version = row.Int("version"),
          .patients = OptionalInt(row, "patients"),
          .doctors = OptionalInt(row, "doctors")};
}

Plan ReadPlan(const db::Row& row) {
  return {.code = std::string(row.Text("code")),
          .name = std::string(row.Text("name")),
          .patients = OptionalInt(row, "patients"),
          .doctors = OptionalInt(row, "doctors"),
          .trial_days = OptionalInt(row, "trial_days"),
          .monthly_price = OptionalInt(row, "monthly_price"),
          .currency = std::string(row.Text("currency")),
          .features = row.TextArray("features")};
}

}  // namespace

absl::StatusOr<std::vector<Plan>> PostgresPlanRepository::List(absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kList, {});
  if (!rows.ok()) return rows.status();
  std::vector<Plan> plans;
  plans.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) plans.push_back(ReadPlan((*rows)[i]));
  return plans;
}

absl::StatusOr<TenantPlan> PostgresPlanRepository::OfTenant(const core::Ulid& tenant_id,
                                                            absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kOfTenant, db::Params().Id(tenant_id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTenant();
  const auto row = (*rows)[0];
  return TenantPlan{.plan = ReadPlan(row), .writable_until = row.OptionalTime("writable_until")};
}

absl::StatusOr<std::int64_t> PostgresPlanRepository::ReserveVersions(const core::Ulid& tenant_id,
                                                                     absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kReserve, db::Params().Id(tenant_id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTenant();
  return (*rows)[0].Int("version");
}

absl::Status PostgresPlanRepository::Change(const db::TenantContext& context,
                                            const std::string& plan, std::int64_t version,
                                            absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto last = transaction->Run(kLockOrder, db::Params().Id(context.tenant_id).Int(version));
  if (!last.ok()) return last.status();
  if (last->empty()) return core::refusal::ConcurrentChange();
  const auto rows =
      transaction->RunAndCommit(kChange, db::Params().Id(context.tenant_id).Text(plan));
  if (!rows.ok()) return rows.status();
  return rows->empty() ? core::refusal::NotFoundTenant() : absl::OkStatus();
}

absl::Status PostgresPlanRepository::MakeDue(const core::Ulid& tenant_id, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kMakeDue, db::Params().Id(tenant_id)).status();
}

absl::StatusOr<std::optional<LimitOrder>> PostgresPlanRepository::Claim(absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kClaim, {});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return ReadOrder((*rows)[0]);
}

absl::StatusOr<LimitOrder> PostgresPlanRepository::OrderOf(const core::Ulid& tenant_id,
                                                           absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kOrderOf, db::Params().Id(tenant_id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTenant();
  return ReadOrder((*rows)[0]);
}

absl::Status PostgresPlanRepository::Confirm(const LimitOrder& order, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kConfirm, db::Params().Id(order.tenant_id).Int(order.version))
      .status();
}

}  // namespace enlace::auth::storage
