#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/authn/principal.h"

namespace enlace::authn {

// Whether `principal` may call an RPC that allows `roles` (numbers of enlace.common.v1.Role) and,
// for service accounts, asks for one of `scopes`; the scope "*" stands for any service account.
// Everything that is not named is refused: PERMISSION_DENIED with reason ROLE_NOT_ALLOWED, or
// SCOPE_MISSING, whose message names the scopes that would do. A platform role that carries a
// tenant, or any other role without one, is refused whatever the rule says.
absl::Status Authorize(const Principal& principal, absl::Span<const int> roles,
                       absl::Span<const std::string> scopes);

}  // namespace enlace::authn
