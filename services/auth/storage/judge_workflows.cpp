#include "services/auth/storage/judge_workflows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kUnknown = {"unknown_workflows", R"(
  SELECT n.place FROM unnest($2::text[]) WITH ORDINALITY AS n (name, place)
  WHERE NOT EXISTS (SELECT FROM workflows w
                    WHERE w.tenant_id = $1 AND w.name = n.name AND w.deleted_at IS NULL)
  ORDER BY n.place)"};

}  // namespace

absl::Status JudgeWorkflows(db::Transaction& transaction, const core::Ulid& tenant_id,
                            const std::vector<std::string>& names) {
  if (names.empty()) return absl::OkStatus();
  const auto unknown = transaction.Run(kUnknown, db::Params().Id(tenant_id).TextArray(names));
  if (!unknown.ok()) return unknown.status();
  std::vector<core::Violation> violations;
  violations.reserve(static_cast<std::size_t>(unknown->size()));
  for (int i = 0; i < unknown->size(); ++i) {
    violations.push_back(core::violation::WorkflowUnknown(
        absl::StrCat("workflows[", (*unknown)[i].Int("place") - 1, "]")));
  }
  return violations.empty() ? absl::OkStatus() : core::InvalidFields(std::move(violations));
}

}  // namespace enlace::auth::storage
