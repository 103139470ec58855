#include "services/auth/domain/sign_in_throttle.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::auth {

SignInThrottle::SignInThrottle(AttemptRepository& attempts, KeyHasher hasher,
                               const core::Clock& clock)
    : attempts_(attempts), hasher_(std::move(hasher)), clock_(clock) {}

std::string SignInThrottle::SubjectOf(std::string_view what, std::string_view source) const {
  // An address has no line break: no two pairs give one text.
  return hasher_.Hash(absl::StrCat(core::Absl(source), "\n", core::Absl(what)));
}

absl::Status SignInThrottle::Enter(std::string_view what, std::string_view source,
                                   absl::Time deadline) {
  const auto counted = attempts_.Count(SubjectOf(what, source), clock_.Now(), deadline);
  if (!counted.ok()) return counted.status();
  return *counted ? absl::OkStatus() : core::refusal::TooManySignIns();
}

absl::Status SignInThrottle::Forget(std::string_view what, std::string_view source,
                                    absl::Time deadline) {
  return attempts_.Forget(SubjectOf(what, source), deadline);
}

}  // namespace enlace::auth
