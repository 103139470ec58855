#include "services/patient/storage/workflow_order_repository.h"

namespace enlace::patient::storage {
namespace {

// $1: seconds that bookings may be under way.
constexpr db::Statement kClaim = {"claim_workflow_order", R"(
  WITH due AS (
    SELECT tenant_id, patient_id FROM workflow_orders WHERE due_at <= now()
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE workflow_orders o
  SET attempts = o.attempts + 1,
      due_at = now() + least(interval '5 s' * (2 ^ least(o.attempts, 5)), interval '1 minute')
  FROM due WHERE o.tenant_id = due.tenant_id AND o.patient_id = due.patient_id
  RETURNING o.tenant_id, o.patient_id, o.workflow, o.changed_at,
            o.changed_at + make_interval(secs => $1::int) <= now() AS settled)"};

constexpr db::Statement kForget = {"forget_workflow_order", R"(
  DELETE FROM workflow_orders WHERE tenant_id = $1 AND patient_id = $2 AND changed_at = $3)"};

// $4: as $1 of the claim.
constexpr db::Statement kRepeat = {"repeat_workflow_order", R"(
  UPDATE workflow_orders SET due_at = changed_at + make_interval(secs => $4::int), attempts = 0
  WHERE tenant_id = $1 AND patient_id = $2 AND changed_at = $3)"};

}  // namespace

const db::Statement kWorkflowOrdersDepth = {"workflow_orders_depth", R"(
  SELECT count(*) AS waiting, 0::bigint AS oldest_ms
  FROM (SELECT FROM workflow_orders LIMIT 100000) AS queue)"};

absl::StatusOr<db::Rows> PostgresWorkflowOrderRepository::Run(const db::Statement& statement,
                                                              const db::Params& params,
                                                              absl::Time deadline) {
  auto transaction = relay_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<std::optional<WorkflowOrder>> PostgresWorkflowOrderRepository::Claim(
    absl::Time deadline) {
  const auto rows =
      Run(kClaim, db::Params().Int(absl::ToInt64Seconds(kBookingsUnderWay)), deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  const auto row = (*rows)[0];
  return WorkflowOrder{.tenant_id = row.Id("tenant_id"),
                       .patient_id = row.Id("patient_id"),
                       .workflow = row.OptionalText("workflow"),
                       .changed_at = row.Time("changed_at"),
                       .settled = row.Bool("settled")};
}

absl::Status PostgresWorkflowOrderRepository::Confirm(const WorkflowOrder& order,
                                                      absl::Time deadline) {
  auto params = db::Params().Id(order.tenant_id).Id(order.patient_id).Time(order.changed_at);
  if (order.settled) return Run(kForget, params, deadline).status();
  params.Int(absl::ToInt64Seconds(kBookingsUnderWay));
  return Run(kRepeat, params, deadline).status();
}

}  // namespace enlace::patient::storage
