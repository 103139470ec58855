#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/auth/domain/workflow_repository.h"

namespace enlace::auth {

// A tenant's workflows. Thread-safe. Errors beyond those of the rules are the repository's.
class WorkflowService {
 public:
  // Both must outlive the service.
  WorkflowService(WorkflowRepository& workflows, const core::Clock& clock)
      : workflows_(workflows), clock_(clock) {}

  absl::StatusOr<std::vector<Workflow>> List(const db::TenantContext& context, absl::Time deadline);
  absl::StatusOr<Workflow> Get(const db::TenantContext& context, const std::string& name,
                               std::optional<std::int64_t> version, absl::Time deadline);
  absl::StatusOr<Workflow> Create(const db::TenantContext& context, NewWorkflow workflow,
                                  std::vector<core::Violation> violations, absl::Time deadline);
  absl::StatusOr<Workflow> Update(const db::TenantContext& context, const std::string& name,
                                  WorkflowChanges changes, std::vector<core::Violation> violations,
                                  const core::VersionMatch& if_match, absl::Time deadline);
  absl::Status Delete(const db::TenantContext& context, const std::string& name,
                      const core::VersionMatch& if_match, absl::Time deadline);

 private:
  WorkflowRepository& workflows_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
