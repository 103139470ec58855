#include "libs/authn/token_judge.h"

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
  if (!keys.ok()) return keys.status();
  const Fetched fetched{std::make_shared<const TokenKeySet>(*std::move(keys)), asked};
  absl::MutexLock lock(&mutex_);
  // A slow answer does not replace what was asked for after it.
  if (!present_.keys || present_.at < fetched.at) present_ = fetched;
  return present_;
}

absl::Status TokenJudge::Judge(std::string_view jwt, absl::Time deadline) {
  auto present = Present();
  const auto fits = [&] {
    return present.keys && Verify(jwt, *present.keys, clock_.Now()).has_value();
  };
  const auto age = present.keys ? clock_.Now() - present.at : absl::InfiniteDuration();
  if (age < kMaxAge && fits()) return absl::OkStatus();
  if (age >= kLeastAge) {
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
