#include "services/auth/domain/sign_in_throttle.h"

#include <arpa/inet.h>

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::auth {

namespace {

// Of IPv6 the network alone: one customer has a whole /64 to come from.
std::string NetworkOf(std::string_view source) {
  in6_addr address{};
  const std::string text(source);
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address)) {
    return text;
  }
  return {std::begin(address.s6_addr), std::begin(address.s6_addr) + 8};
}

}  // namespace

SignInThrottle::SignInThrottle(AttemptRepository& attempts, KeyHasher hasher,
                               const core::Clock& clock, metrics::Counter slowed)
    : attempts_(attempts), hasher_(std::move(hasher)), clock_(clock), slowed_(slowed) {}

std::string SignInThrottle::SubjectOf(std::string_view what, std::string_view source) const {
  // What is tried has no line break: no two pairs give one text.
  return hasher_.Hash(absl::StrCat(core::Absl(what), "\n", NetworkOf(source)));
}

absl::Status SignInThrottle::Enter(std::string_view what, std::string_view source,
                                   absl::Time deadline) {
  const auto counted = attempts_.Count(SubjectOf(what, source), clock_.Now(), deadline);
  if (!counted.ok()) return counted.status();
  if (*counted) return absl::OkStatus();
  slowed_.Add();
  return core::refusal::TooManySignIns();
}

absl::Status SignInThrottle::Forget(std::string_view what, std::string_view source,
                                    absl::Time deadline) {
  return attempts_.Forget(SubjectOf(what, source), deadline);
}

}  // namespace enlace::auth
