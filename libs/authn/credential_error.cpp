#include "libs/authn/credential_error.h"

#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::authn {

absl::Status CredentialMissing() { return core::refusal::CredentialMissing(); }

absl::Status CredentialInvalid() { return core::refusal::CredentialInvalid(); }

}  // namespace enlace::authn
