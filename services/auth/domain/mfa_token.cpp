#include "services/auth/domain/mfa_token.h"

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kBoundTo = "mfa";

}  // namespace

std::string MfaTokens::FingerprintOf(std::string_view password_hash) const {
  return signer_.Sign("p", password_hash);
}

std::string MfaTokens::Make(const MfaClaim& claim, absl::Time now) const {
  const auto expires = absl::ToUnixSeconds(now + kMfaTokenLifetime);
  return signer_.Sign(absl::StrCat(claim.user_id.ToString(), " ", claim.tenant_id.ToString(), " ",
                                   expires, " ", claim.password),
                      kBoundTo);
}

std::optional<MfaClaim> MfaTokens::Read(std::string_view token, absl::Time now) const {
  const auto text = signer_.Open(token, kBoundTo);
  if (!text) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(*text, ' ');
  std::int64_t expires = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[2], &expires) ||
      now >= absl::FromUnixSeconds(expires)) {
    return std::nullopt;
  }
  const auto user = core::Ulid::Parse(parts[0]);
  const auto tenant = core::Ulid::Parse(parts[1]);
  if (!user || !tenant) return std::nullopt;
  return MfaClaim{.user_id = *user, .tenant_id = *tenant, .password = parts[3]};
}

}  // namespace enlace::auth
