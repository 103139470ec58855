#include "services/auth/domain/api_key_service.h"

#include <utility>

#include "libs/authn/api_key.h"
#include "services/auth/domain/api_key_rules.h"

namespace enlace::auth {

ApiKeyService::ApiKeyService(ApiKeyRepository& keys, KeyHasher hasher, std::string environment,
                             const core::Clock& clock)
    : keys_(keys),
      hasher_(std::move(hasher)),
      environment_(std::move(environment)),
      clock_(clock) {}

IssuedApiKey ApiKeyService::Issue(ApiKeyRecord record, NewApiKey& stored) const {
  const auto key = authn::ApiKey::Generate(environment_, core::Ulid::Generate(record.created_at));
  record.id = key.id;
  record.environment = key.environment;
  record.redacted = key.Redacted();
  IssuedApiKey issued{std::move(record), key.Plaintext()};
  stored = {issued.record, hasher_.Hash(issued.plaintext)};
  return issued;
}

absl::StatusOr<IssuedApiKey> ApiKeyService::Create(const authn::Principal& caller,
                                                   const db::TenantContext& context,
                                                   const ApiKeyRequest& request,
                                                   std::vector<core::Violation> violations,
                                                   absl::Time deadline) {
  auto record = CheckApiKeyRequest(request, caller, clock_.Now(), violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  NewApiKey stored;
  auto issued = Issue(std::move(record), stored);
  if (auto status = keys_.Create(context, stored, deadline); !status.ok()) return status;
  return issued;
}

absl::StatusOr<IssuedApiKey> ApiKeyService::Rotate(
    const authn::Principal& caller, const db::TenantContext& context, const core::Ulid& id,
    std::optional<absl::Duration> overlap, std::vector<core::Violation> violations,
    absl::Time deadline, const core::VersionMatch& if_match) {
  const auto wanted = overlap.value_or(kDefaultOverlap);
  CheckOverlap(wanted, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto now = clock_.Now();
  IssuedApiKey issued;
  const auto plan = [&](const ApiKeyRecord& old) -> absl::StatusOr<Rotation> {
    if (auto status = if_match.Check(old.version); !status.ok()) return status;
    if (auto status = CheckRotation(old, caller, now); !status.ok()) return status;
    Rotation rotation;
    issued = Issue(SuccessorOf(old, now), rotation.successor);
    rotation.old_expires_at = EndOfOverlap(old, now, wanted);
    return rotation;
  };
  if (auto status = keys_.Rotate(context, id, plan, deadline); !status.ok()) return status;
  return issued;
}

absl::Status ApiKeyService::Revoke(const db::TenantContext& context, const core::Ulid& id,
                                   absl::Time deadline, const core::VersionMatch& if_match) {
  return keys_.Revoke(context, id, if_match, clock_.Now(), deadline);
}

absl::StatusOr<ApiKeyRecord> ApiKeyService::Get(const db::TenantContext& context,
                                                const core::Ulid& id, absl::Time deadline) {
  return keys_.Get(context, id, deadline);
}

absl::StatusOr<std::vector<ApiKeyRecord>> ApiKeyService::List(
    const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
    absl::Time deadline) {
  return keys_.List(context, after, limit, deadline);
}

}  // namespace enlace::auth
