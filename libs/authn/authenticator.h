#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/clock.h"

namespace enlace::authn {

// Turns the plaintext of an API key into a principal. Implementations are thread-safe and may
// block until `deadline`. UNAUTHENTICATED (CREDENTIAL_INVALID) for every key that is unknown,
// expired or revoked; UNAVAILABLE when it can't be found out.
class CredentialResolver {
 public:
  virtual ~CredentialResolver() = default;
  virtual absl::StatusOr<Principal> Resolve(std::string_view api_key, absl::Time deadline) = 0;
};

// Judges credentials: refuses malformed ones without a query, asks the resolver for the rest and
// remembers a good answer for at most 5 seconds (so a revoked key is refused everywhere within 5 s),
// never past the credential's expiry. Thread-safe; bounded memory; keeps digests, not keys.
class Authenticator {
 public:
  static constexpr absl::Duration kMaxAge = absl::Seconds(5);
  static constexpr std::size_t kMaxEntries = 10'000;

  Authenticator(std::unique_ptr<CredentialResolver> resolver, const core::Clock& clock);

  // `api_key` is the metadata value; empty: UNAUTHENTICATED (CREDENTIAL_MISSING).
  absl::StatusOr<std::shared_ptr<const Principal>> Authenticate(std::string_view api_key,
                                                                absl::Time deadline);

 private:
  struct Entry {
    std::shared_ptr<const Principal> principal;
    absl::Time until;
  };

  const std::unique_ptr<CredentialResolver> resolver_;
  const core::Clock& clock_;
  absl::Mutex mutex_;
  // By BLAKE2b digest of the key.
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::authn
