#pragma once

#include "libs/db/database.h"
#include "services/patient/domain/workflow_order.h"

namespace enlace::patient::storage {

// Orders of workflows in PostgreSQL, under the relay role. They are made by a trigger of patients.
class PostgresWorkflowOrderRepository final : public WorkflowOrderRepository {
 public:
  // `relay` must outlive the repository.
  explicit PostgresWorkflowOrderRepository(db::PlatformDatabase& relay) : relay_(relay) {}

  absl::StatusOr<std::optional<WorkflowOrder>> Claim(absl::Time deadline) override;
  absl::Status Confirm(const WorkflowOrder& order, absl::Time deadline) override;

 private:
  absl::StatusOr<db::Rows> Run(const db::Statement& statement, const db::Params& params,
                               absl::Time deadline);

  db::PlatformDatabase& relay_;
};

// For db::QueueWatch, as the relay role: the orders that are not confirmed, 100,000 at most.
extern const db::Statement kWorkflowOrdersDepth;

}  // namespace enlace::patient::storage
