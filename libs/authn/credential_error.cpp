#include "libs/authn/credential_error.h"

#include "libs/core/error.h"

namespace enlace::authn {

absl::Status CredentialMissing() {
  return core::MakeError(absl::StatusCode::kUnauthenticated,
                         "no credential: send an API key as X-Api-Key",
                         {.reason = std::string(core::reason::kCredentialMissing)});
}

absl::Status CredentialInvalid() {
  return core::MakeError(absl::StatusCode::kUnauthenticated, "the API key is not valid",
                         {.reason = std::string(core::reason::kCredentialInvalid)});
}

}  // namespace enlace::authn
