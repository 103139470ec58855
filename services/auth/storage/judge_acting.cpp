#include "services/auth/storage/judge_acting.h"

#include "libs/core/reasons.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kActs = {"judge_acting", R"(
  SELECT EXISTS (SELECT FROM memberships
                 WHERE tenant_id = $1 AND user_id = $2 AND ends_at IS NOT NULL) AS acts)"};

}  // namespace

absl::Status JudgeActing(db::Transaction& transaction, const db::TenantContext& context) {
  if (context.actor_type != "USER") return absl::OkStatus();
  const auto rows = transaction.Run(
      kActs, db::Params().Id(context.tenant_id).Id(core::Ulid::Parse(context.actor_id)));
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Bool("acts") ? core::refusal::RoleNotAllowedActing() : absl::OkStatus();
}

}  // namespace enlace::auth::storage
