#include "services/auth/domain/workflow_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/workflow_rules.h"

namespace enlace::auth {
namespace {

bool MayUse(const db::TenantContext& context, const std::string& name) {
  if (context.workflows.empty()) return true;
  const std::vector<std::string> names = absl::StrSplit(context.workflows, ',');
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

absl::StatusOr<std::vector<Workflow>> WorkflowService::List(const db::TenantContext& context,
                                                            absl::Time deadline) {
  return workflows_.List(context, deadline);
}

absl::StatusOr<Workflow> WorkflowService::Get(const db::TenantContext& context,
                                              const std::string& name,
                                              std::optional<std::int64_t> version,
                                              absl::Time deadline) {
  return workflows_.Get(context, name, version, deadline);
}

absl::StatusOr<Workflow> WorkflowService::Create(const db::TenantContext& context,
                                                 NewWorkflow workflow,
                                                 std::vector<core::Violation> violations,
                                                 absl::Time deadline) {
  CheckNewWorkflow(workflow, violations);
  if (violations.empty() && !MayUse(context, workflow.name)) {
    violations.push_back(core::violation::WorkflowUnknown("name"));
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto now = clock_.Now();
  return workflows_.Create(context, core::Ulid::Generate(now), workflow, now, deadline);
}

absl::StatusOr<Workflow> WorkflowService::Update(const db::TenantContext& context,
                                                 const std::string& name, WorkflowChanges changes,
                                                 std::vector<core::Violation> violations,
                                                 const core::VersionMatch& if_match,
                                                 absl::Time deadline) {
  CheckWorkflowChanges(changes, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!changes.empty()) return workflows_.Update(context, name, changes, if_match, deadline);
  auto workflow = workflows_.Get(context, name, std::nullopt, deadline);
  if (!workflow.ok()) return workflow;
  if (auto status = if_match.Check(workflow->version); !status.ok()) return status;
  return workflow;
}

absl::Status WorkflowService::Delete(const db::TenantContext& context, const std::string& name,
                                     const core::VersionMatch& if_match, absl::Time deadline) {
  return workflows_.Delete(context, name, if_match, clock_.Now(), deadline);
}

}  // namespace enlace::auth
