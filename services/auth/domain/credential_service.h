#pragma once

#include <string>

#include "libs/authn/authenticator.h"
#include "libs/authn/token_key.h"
#include "libs/core/clock.h"
#include "services/auth/domain/credential_repository.h"
#include "services/auth/domain/key_hasher.h"
#include "services/auth/domain/key_use.h"

namespace enlace::auth {

// Resolves API keys against the database: one query, the hash compared in constant time, the same
// work for an unknown id as for a known one. Access tokens are judged by the published keys, then
// their session, membership, user and tenant by one query. Thread-safe.
class CredentialService final : public authn::CredentialResolver {
 public:
  // The references must outlive the service.
  CredentialService(CredentialRepository& credentials, KeyUse& uses, KeyHasher hasher,
                    authn::TokenKeySet token_keys, const core::Clock& clock);

  absl::StatusOr<authn::Principal> Resolve(std::string_view credential, absl::Time deadline,
                                           const authn::Origin& origin = {}) override;

 private:
  absl::StatusOr<authn::Principal> ResolveKey(std::string_view api_key, absl::Time deadline);
  absl::StatusOr<authn::Principal> ResolveToken(std::string_view jwt, absl::Time deadline);

  CredentialRepository& credentials_;
  KeyUse& uses_;
  const KeyHasher hasher_;
  // Compared with when the id is unknown.
  const std::string hash_of_nothing_;
  const authn::TokenKeySet token_keys_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
