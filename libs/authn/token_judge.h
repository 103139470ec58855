#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/authn/access_token.h"
#include "libs/authn/token_key.h"
#include "libs/core/clock.h"

namespace enlace::authn {

// Judges access tokens by keys that it fetches. A set is asked for again after kMaxAge, and before,
// but not within kLeastAge of the last question, when a token does not fit it: so a key that signs
// from now on is known in time, and a flood of bad tokens asks little, whether auth answers or not
// (calls at the same moment may each ask). A set that can't be fetched anew stays in use.
// Thread-safe; waits as in libs/loop/wait.h.
class TokenJudge {
 public:
  static constexpr absl::Duration kMaxAge = absl::Minutes(1);
  static constexpr absl::Duration kLeastAge = absl::Seconds(5);

  using Fetch = std::function<absl::StatusOr<TokenKeySet>(absl::Time deadline)>;
  // `clock` must outlive it.
  TokenJudge(Fetch fetch, const core::Clock& clock) : fetch_(std::move(fetch)), clock_(clock) {}

  // OK for a token that Verify accepts. UNAUTHENTICATED (CREDENTIAL_INVALID) for any other; the
  // fetch's error as long as there is no set.
  absl::Status Judge(std::string_view jwt, absl::Time deadline);

 private:
  struct Fetched {
    std::shared_ptr<const TokenKeySet> keys;
    absl::Time at;
    // When a set was asked for last, in vain perhaps.
    absl::Time asked;
  };
  Fetched Present();
  absl::StatusOr<Fetched> FetchAnew(absl::Time deadline);

  const Fetch fetch_;
  const core::Clock& clock_;
  absl::Mutex mutex_;
  Fetched present_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::authn
