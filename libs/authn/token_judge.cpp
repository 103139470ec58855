#include "libs/authn/token_judge.h"

#include <algorithm>
#include <utility>

#include "libs/authn/credential_error.h"

namespace enlace::authn {

TokenJudge::Fetched TokenJudge::Present() {
  absl::MutexLock lock(&mutex_);
  return present_;
}

absl::StatusOr<TokenJudge::Fetched> TokenJudge::FetchAnew(absl::Time deadline) {
  const auto asked = clock_.Now();
  auto keys = fetch_(deadline);
  absl::MutexLock lock(&mutex_);
  present_.asked = std::max(present_.asked, asked);
  if (!keys.ok()) return keys.status();
  // A slow answer does not replace what was asked for after it.
  if (!present_.keys || present_.at < asked) {
    present_.keys = std::make_shared<const TokenKeySet>(*std::move(keys));
    present_.at = asked;
  }
  return present_;
}

absl::Status TokenJudge::Judge(std::string_view jwt, absl::Time deadline) {
  auto present = Present();
  const auto fits = [&] {
    return present.keys && Verify(jwt, *present.keys, clock_.Now()).has_value();
  };
  const auto now = clock_.Now();
  if (now < present.at + kMaxAge && fits()) return absl::OkStatus();
  if (!present.keys || now >= present.asked + kLeastAge) {
    auto fetched = FetchAnew(deadline);
    if (fetched.ok()) {
      present = *std::move(fetched);
    } else if (!present.keys) {
      return fetched.status();
    }
  }
  return fits() ? absl::OkStatus() : CredentialInvalid();
}

}  // namespace enlace::authn
