#include "services/auth/domain/platform_key.h"

#include <utility>
#include <vector>

#include "libs/authn/api_key.h"
#include "libs/clinical/text.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::auth {

std::optional<authn::Role> ReadPlatformRole(std::string_view text) {
  if (text == "platform_admin") return authn::Role::kPlatformAdmin;
  if (text == "internal_service") return authn::Role::kInternalService;
  return std::nullopt;
}

absl::StatusOr<std::string> IssuePlatformKey(CredentialRepository& credentials,
                                             const KeyHasher& hasher, std::string_view environment,
                                             authn::Role role, std::string_view name,
                                             absl::Time now, absl::Time deadline) {
  std::vector<core::Violation> violations;
  if (role != authn::Role::kPlatformAdmin && role != authn::Role::kInternalService) {
    violations.push_back(core::violation::Role("role"));
  }
  auto checked =
      clinical::CheckText(name, "name", {.max_characters = 120, .required = true}, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto key = authn::ApiKey::Generate(environment, core::Ulid::Generate(now));
  auto plaintext = key.Plaintext();
  const NewPlatformKey stored{.id = key.id,
                              .role = role,
                              .name = std::move(checked),
                              .hash = hasher.Hash(plaintext),
                              .created_at = now};
  if (auto status = credentials.CreatePlatformKey(stored, deadline); !status.ok()) return status;
  return plaintext;
}

}  // namespace enlace::auth
