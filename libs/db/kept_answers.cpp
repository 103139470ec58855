#include "libs/db/kept_answers.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/db/key_claim.h"
#include "libs/db/session.h"

namespace enlace::db {

absl::StatusOr<Transaction> KeptAnswers::Begin(const TenantContext& context,
                                               absl::Time deadline) const {
  if (!context.tenant_id.IsNil()) return tenants_.Begin(context, deadline);
  if (platform_ == nullptr) return core::Internal("a key without a tenant");
  return platform_->Begin(context, deadline);
}

absl::StatusOr<std::optional<std::string>> KeptAnswers::Find(const TenantContext& context,
                                                             const WriteIntent::Key& key,
                                                             absl::Time deadline) const {
  auto reader = context;
  reader.intent = nullptr;
  const auto params = ClaimParams(context.tenant_id, key);
  absl::StatusOr<Rows> rows;
  if (context.tenant_id.IsNil()) {
    auto transaction = Begin(reader, deadline);
    if (!transaction.ok()) return transaction.status();
    rows = transaction->RunAndCommit(kFindAnswer, params);
  } else {
    rows = tenants_.Read(reader, kFindAnswer, params, deadline);
  }
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<std::string>();
  if ((*rows)[0].IsNull("answer"))
    return core::Internal("a claim was committed without its answer");
  return std::optional(absl::HexStringToBytes(core::Absl((*rows)[0].Text("answer"))));
}

absl::Status KeptAnswers::Keep(const TenantContext& context, WriteIntent& intent,
                               std::string_view answer, absl::Time deadline) const {
  if (intent.lost()) return core::Internal("a write was rolled back after it was to be committed");
  if (!intent.held_) {
    auto claimant = context;
    claimant.intent = &intent;
    claimant.tenant_id = intent.scope().value_or(context.tenant_id);
    auto transaction = Begin(claimant, deadline);
    if (!transaction.ok()) return transaction.status();
    if (auto claimed = transaction->Commit(); !claimed.ok()) return claimed;
  }
  const auto session = std::move(intent.held_);
  session->Part();
  const auto rows = session->RunAndCommit(
      kKeepAnswer, KeepAnswerParams(ClaimParams(*intent.scope(), *intent.key()), answer));
  if (!rows.ok()) return rows.status();
  return rows->affected() == 1 ? absl::OkStatus() : core::Internal("an answer without its claim");
}

}  // namespace enlace::db
