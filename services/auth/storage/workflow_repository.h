#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/workflow_repository.h"

namespace enlace::auth::storage {

// Workflows in PostgreSQL, under the runtime role: its policy shows what the context may use.
class PostgresWorkflowRepository final : public WorkflowRepository {
 public:
  // `database` must outlive the repository.
  explicit PostgresWorkflowRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::vector<Workflow>> List(const db::TenantContext& context,
                                             absl::Time deadline) override;
  absl::StatusOr<Workflow> Get(const db::TenantContext& context, const std::string& name,
                               std::optional<std::int64_t> version, absl::Time deadline) override;
  absl::StatusOr<Workflow> Create(const db::TenantContext& context, const core::Ulid& id,
                                  const NewWorkflow& workflow, absl::Time now,
                                  absl::Time deadline) override;
  absl::StatusOr<Workflow> Update(const db::TenantContext& context, const std::string& name,
                                  const WorkflowChanges& changes,
                                  const core::VersionMatch& if_match, absl::Time deadline) override;
  absl::Status Delete(const db::TenantContext& context, const std::string& name,
                      const core::VersionMatch& if_match, absl::Time now,
                      absl::Time deadline) override;

 private:
  // Of a workflow that a change did not find.
  absl::Status WhyUnchanged(const db::TenantContext& context, const std::string& name,
                            absl::Time deadline);

  db::TenantDatabase& database_;
};

}  // namespace enlace::auth::storage
