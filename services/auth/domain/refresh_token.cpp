#include "services/auth/domain/refresh_token.h"

#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "libs/authn/base64_url.h"
#include "libs/core/absl_view.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kPrefix = "enr_";
constexpr std::size_t kIdCharacters = 26;
constexpr std::size_t kSecretBytes = 32;

}  // namespace

RefreshToken RefreshToken::Generate(const core::Ulid& id) {
  std::string secret(kSecretBytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  return {id, authn::ToBase64Url(secret)};
}

std::optional<RefreshToken> RefreshToken::Parse(std::string_view text) {
  constexpr auto kSecret = kPrefix.size() + kIdCharacters + 1;
  if (text.size() < kSecret || text.substr(0, kPrefix.size()) != kPrefix ||
      text[kSecret - 1] != '_') {
    return std::nullopt;
  }
  const auto id = core::Ulid::Parse(text.substr(kPrefix.size(), kIdCharacters));
  const auto secret = authn::FromBase64Url(text.substr(kSecret));
  if (!id || !secret || secret->size() != kSecretBytes) return std::nullopt;
  RefreshToken token{*id, std::string(text.substr(kSecret))};
  // An id in lower case would cost a query that finds nothing.
  if (token.Text() != text) return std::nullopt;
  return token;
}

std::string RefreshToken::Text() const {
  return absl::StrCat(core::Absl(kPrefix), id.ToString(), "_", secret);
}

RefreshVerdict JudgeRefresh(const StoredRefreshToken& token, absl::Time now) {
  if (!token.live || now >= token.session_expires_at) return RefreshVerdict::kRefused;
  if (!token.used_at) {
    return now < token.expires_at ? RefreshVerdict::kRenewed : RefreshVerdict::kRefused;
  }
  const bool answer_may_be_lost = !token.child_used && now < *token.used_at + kRefreshGrace;
  return answer_may_be_lost ? RefreshVerdict::kRenewed : RefreshVerdict::kReused;
}

}  // namespace enlace::auth
