#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "services/auth/domain/workflow.h"

namespace enlace::auth {

// Where workflows are kept. Thread-safe; blocks until `deadline` at most. A deleted workflow counts
// as absent, and so does one that `context` is limited away from: NOT_FOUND. Every write is audited
// with the actor of `context`.
class WorkflowRepository {
 public:
  virtual ~WorkflowRepository() = default;

  // All that `context` may use, by name.
  virtual absl::StatusOr<std::vector<Workflow>> List(const db::TenantContext& context,
                                                     absl::Time deadline) = 0;

  // As it is, or as it was at that version.
  virtual absl::StatusOr<Workflow> Get(const db::TenantContext& context, const std::string& name,
                                       std::optional<std::int64_t> version,
                                       absl::Time deadline) = 0;

  // Stores a checked workflow, whose name `context` is not limited away from, under `id`.
  // ALREADY_EXISTS when the name is taken; FAILED_PRECONDITION (TOO_MANY_WORKFLOWS) when the tenant
  // has kMaxWorkflows.
  virtual absl::StatusOr<Workflow> Create(const db::TenantContext& context, const core::Ulid& id,
                                          const NewWorkflow& workflow, absl::Time now,
                                          absl::Time deadline) = 0;

  // FAILED_PRECONDITION (ETAG_MISMATCH) when it has another version than `if_match` asks for.
  virtual absl::StatusOr<Workflow> Update(const db::TenantContext& context, const std::string& name,
                                          const WorkflowChanges& changes,
                                          const core::VersionMatch& if_match,
                                          absl::Time deadline) = 0;

  // Marks it as deleted; errors as above.
  virtual absl::Status Delete(const db::TenantContext& context, const std::string& name,
                              const core::VersionMatch& if_match, absl::Time now,
                              absl::Time deadline) = 0;
};

}  // namespace enlace::auth
