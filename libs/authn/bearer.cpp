#include "libs/authn/bearer.h"

#include "absl/strings/match.h"
#include "libs/core/absl_view.h"

namespace enlace::authn {

std::optional<std::string_view> BearerToken(std::string_view credential) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!absl::StartsWithIgnoreCase(core::Absl(credential), core::Absl(kScheme))) return std::nullopt;
  return credential.substr(kScheme.size());
}

const char* MetadataOf(std::string_view credential) {
  return BearerToken(credential) ? "authorization" : "x-api-key";
}

}  // namespace enlace::authn
