#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/metrics/series.h"
#include "services/auth/domain/key_hasher.h"

namespace enlace::auth {

// After so many attempts within kAttemptWindow, each next one has to wait for kAttemptPause. Nobody
// is locked out for good: that would let a stranger lock others out.
inline constexpr int kAttemptsAtOnce = 10;
inline constexpr absl::Duration kAttemptWindow = absl::Minutes(15);
inline constexpr absl::Duration kAttemptPause = absl::Seconds(5);

// Where attempts are counted. Thread-safe; blocks until `deadline` at most.
class AttemptRepository {
 public:
  virtual ~AttemptRepository() = default;
  // Counts an attempt of `subject` (32 bytes); false, and not counted, when it comes too early.
  virtual absl::StatusOr<bool> Count(const std::string& subject, absl::Time now,
                                     absl::Time deadline) = 0;
  virtual absl::Status Forget(const std::string& subject, absl::Time deadline) = 0;
};

// Slows down who guesses. An attempt counts when it begins, so that a thousand at once count as a
// thousand; a success is forgotten. Thread-safe.
class SignInThrottle {
 public:
  // The references must outlive it. `slowed` counts the attempts that came too early.
  SignInThrottle(AttemptRepository& attempts, KeyHasher hasher, const core::Clock& clock,
                 metrics::Counter slowed = {});

  // By what is tried ("login ana@example.com") and from where: an IP address, of which one of IPv6
  // stands for its /64; empty: from anywhere. RESOURCE_EXHAUSTED
  // (TOO_MANY_SIGN_INS) when it comes too early.
  absl::Status Enter(std::string_view what, std::string_view source, absl::Time deadline);
  absl::Status Forget(std::string_view what, std::string_view source, absl::Time deadline);

 private:
  std::string SubjectOf(std::string_view what, std::string_view source) const;

  AttemptRepository& attempts_;
  const KeyHasher hasher_;
  const core::Clock& clock_;
  const metrics::Counter slowed_;
};

}  // namespace enlace::auth
