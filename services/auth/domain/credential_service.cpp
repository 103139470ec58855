#include "services/auth/domain/credential_service.h"

#include <sodium.h>

#include <utility>

#include "libs/authn/api_key.h"
#include "libs/authn/credential_error.h"

namespace enlace::auth {
namespace {

std::string RandomHash() {
  std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
  randombytes_buf(hash.data(), hash.size());
  return hash;
}

bool IsLive(const StoredCredential& credential, absl::Time now) {
  const auto& expires_at = credential.principal.expires_at;
  return !credential.revoked && credential.tenant_active && (!expires_at || now < *expires_at);
}

}  // namespace

CredentialService::CredentialService(CredentialRepository& credentials, KeyUse& uses,
                                     KeyHasher hasher, const core::Clock& clock)
    : credentials_(credentials),
      uses_(uses),
      hasher_(std::move(hasher)),
      hash_of_nothing_(RandomHash()),
      clock_(clock) {}

absl::StatusOr<authn::Principal> CredentialService::Resolve(std::string_view api_key,
                                                            absl::Time deadline) {
  const auto key = authn::ApiKey::Parse(api_key);
  if (!key) return authn::CredentialInvalid();
  auto found = credentials_.Find(key->id, deadline);
  if (!found.ok()) return std::move(found).status();
  const auto hash = hasher_.Hash(api_key);
  const bool matches = SameHash(hash, *found ? (*found)->hash : hash_of_nothing_);
  if (!matches || !*found || !IsLive(**found, clock_.Now())) return authn::CredentialInvalid();
  uses_.Note(key->id);
  return std::move((*found)->principal);
}

}  // namespace enlace::auth
