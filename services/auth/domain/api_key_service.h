#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/authn/principal.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/auth/domain/api_key_repository.h"
#include "services/auth/domain/key_hasher.h"

namespace enlace::auth {

// Makes, reads, lists, rotates and revokes the API keys of one tenant, that of `context`.
// Thread-safe. `violations` are those found while reading the request; INVALID_ARGUMENT names them
// together with those of the rules. Where there is an `if_match`, another version of the key is
// FAILED_PRECONDITION (ETAG_MISMATCH).
class ApiKeyService {
 public:
  // `environment` is part of new keys: dev, test or live. The references must outlive the service.
  ApiKeyService(ApiKeyRepository& keys, KeyHasher hasher, std::string environment,
                const core::Clock& clock);

  absl::StatusOr<IssuedApiKey> Create(const authn::Principal& caller,
                                      const db::TenantContext& context,
                                      const ApiKeyRequest& request,
                                      std::vector<core::Violation> violations, absl::Time deadline);

  // The old key keeps working for `overlap`, 0 to 7 days; 24 hours when absent.
  absl::StatusOr<IssuedApiKey> Rotate(const authn::Principal& caller,
                                      const db::TenantContext& context, const core::Ulid& id,
                                      std::optional<absl::Duration> overlap,
                                      std::vector<core::Violation> violations, absl::Time deadline,
                                      const core::VersionMatch& if_match = {});

  // Repeating it changes nothing.
  absl::Status Revoke(const db::TenantContext& context, const core::Ulid& id, absl::Time deadline,
                      const core::VersionMatch& if_match = {});

  absl::StatusOr<ApiKeyRecord> Get(const db::TenantContext& context, const core::Ulid& id,
                                   absl::Time deadline);

  absl::StatusOr<std::vector<ApiKeyRecord>> List(const db::TenantContext& context,
                                                 const std::optional<core::Ulid>& after, int limit,
                                                 absl::Time deadline);

 private:
  // Completes a checked record with id, secret and hash.
  IssuedApiKey Issue(ApiKeyRecord record, NewApiKey& stored) const;

  ApiKeyRepository& keys_;
  const KeyHasher hasher_;
  const std::string environment_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
