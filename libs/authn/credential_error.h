#pragma once

#include "absl/status/status.h"

namespace enlace::authn {

// UNAUTHENTICATED (CREDENTIAL_MISSING): the call carries no credential.
absl::Status CredentialMissing();

// UNAUTHENTICATED (CREDENTIAL_INVALID): the same answer for a malformed, unknown, expired or
// revoked credential and for one of an inactive tenant, so that it tells nothing about which keys
// exist.
absl::Status CredentialInvalid();

}  // namespace enlace::authn
