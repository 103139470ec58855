#include "libs/db/key_claim.h"

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"

namespace enlace::db {

const Statement kPrepareClaim{"enlace_prepare_claim",
                              "WITH expired AS ("
                              " DELETE FROM idempotency_keys"
                              " WHERE tenant_id = $1 AND credential_id = $2 AND key = $3"
                              " AND expires_at <= now())"
                              " SELECT set_config('lock_timeout', $4, true)"};

const Statement kClaim{
    "enlace_claim_key",
    "INSERT INTO idempotency_keys (tenant_id, credential_id, key) VALUES ($1, $2, $3)"};

const Statement kKeepAnswer{"enlace_keep_answer",
                            "UPDATE idempotency_keys SET answer = decode($4, 'hex')"
                            " WHERE tenant_id = $1 AND credential_id = $2 AND key = $3"
                            " AND answer IS NULL"};

const Statement kFindAnswer{"enlace_find_answer",
                            "SELECT encode(answer, 'hex') AS answer FROM idempotency_keys"
                            " WHERE tenant_id = $1 AND credential_id = $2 AND key = $3"
                            " AND expires_at > now()"};

Params ClaimParams(const core::Ulid& scope, const WriteIntent::Key& key) {
  return Params().Id(scope).Id(key.credential_id).Text(key.text);
}

Params PrepareClaimParams(Params claim, absl::Time deadline) {
  const auto left = WriteIntent::LatestWait(deadline) - absl::Now();
  return claim.Int(std::max<std::int64_t>(1, absl::ToInt64Milliseconds(left)));
}

Params KeepAnswerParams(Params claim, std::string_view answer) {
  return claim.Text(absl::BytesToHexString(core::Absl(answer)));
}

}  // namespace enlace::db
