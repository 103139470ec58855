#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "services/auth/domain/credential_repository.h"
#include "services/auth/domain/key_hasher.h"

namespace enlace::auth {

// The role that a word of the command line names: platform_admin or internal_service.
std::optional<authn::Role> ReadPlatformRole(std::string_view text);

// Makes a credential of the platform itself, bound to no tenant, and answers its plaintext, which
// exists nowhere else. INVALID_ARGUMENT for another role or a name outside 1 to 120 characters.
absl::StatusOr<std::string> IssuePlatformKey(CredentialRepository& credentials,
                                             const KeyHasher& hasher, std::string_view environment,
                                             authn::Role role, std::string_view name,
                                             absl::Time now, absl::Time deadline);

}  // namespace enlace::auth
