#include "services/auth/domain/credential_service.h"

#include <sodium.h>

#include <utility>

#include "libs/authn/access_token.h"
#include "libs/authn/api_key.h"
#include "libs/authn/bearer.h"
#include "libs/authn/credential_error.h"
#include "libs/refusals/subject.h"

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
                                     KeyHasher hasher, authn::TokenKeySet token_keys,
                                     const core::Clock& clock)
    : credentials_(credentials),
      uses_(uses),
      hasher_(std::move(hasher)),
      hash_of_nothing_(RandomHash()),
      token_keys_(std::move(token_keys)),
      clock_(clock) {}

absl::StatusOr<authn::Principal> CredentialService::Resolve(std::string_view credential,
                                                            absl::Time deadline,
                                                            const authn::Origin&) {
  if (const auto token = authn::BearerToken(credential)) return ResolveToken(*token, deadline);
  return ResolveKey(credential, deadline);
}

absl::StatusOr<authn::Principal> CredentialService::ResolveToken(std::string_view jwt,
                                                                 absl::Time deadline) {
  const auto now = clock_.Now();
  const auto token = authn::Verify(jwt, token_keys_, now);
  if (!token || !token->tenant_id) return authn::CredentialInvalid();
  auto found = credentials_.FindSession(token->session_id, now, deadline);
  if (!found.ok()) return std::move(found).status();
  if (!*found || !(*found)->live) return authn::CredentialInvalid();
  auto principal = std::move((*found)->principal);
  if (principal.id != token->user_id || principal.tenant_id != *token->tenant_id) {
    return authn::CredentialInvalid();
  }
  principal.session_id = token->session_id;
  principal.expires_at = token->expires_at;
  return principal;
}

absl::StatusOr<authn::Principal> CredentialService::ResolveKey(std::string_view api_key,
                                                               absl::Time deadline) {
  const auto key = authn::ApiKey::Parse(api_key);
  if (!key) return authn::CredentialInvalid();
  auto found = credentials_.Find(key->id, deadline);
  if (!found.ok()) return std::move(found).status();
  const auto hash = hasher_.Hash(api_key);
  const bool matches = SameHash(hash, *found ? (*found)->hash : hash_of_nothing_);
  if (!matches || !*found || !IsLive(**found, clock_.Now())) {
    if (!*found) return authn::CredentialInvalid();
    return refusals::Concerning(
        authn::CredentialInvalid(),
        {.resource_type = "ApiKey", .id = key->id, .tenant_id = (*found)->principal.tenant_id});
  }
  uses_.Note(key->id);
  return std::move((*found)->principal);
}

}  // namespace enlace::auth
