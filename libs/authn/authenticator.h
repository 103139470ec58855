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
#include "libs/authn/token_judge.h"
#include "libs/core/clock.h"

namespace enlace::authn {

// Where a call that shows a credential comes from; for the record of a refusal.
struct Origin {
  std::string_view ip, user_agent, request_id;
};

// Turns a credential (see bearer.h) into a principal. Implementations are thread-safe and may
// block until `deadline`. UNAUTHENTICATED (CREDENTIAL_INVALID) for every one that is
// unknown, expired or revoked; UNAVAILABLE when it can't be found out.
class CredentialResolver {
 public:
  virtual ~CredentialResolver() = default;
  virtual absl::StatusOr<Principal> Resolve(std::string_view credential, absl::Time deadline,
                                            const Origin& origin) = 0;
};

// Judges credentials: refuses malformed keys and tokens that are not signed or have expired without
// a query, asks the resolver for the rest and
// remembers a good answer for at most 5 seconds (so a revoked key is refused everywhere within 5
// s), never past the credential's expiry. Calls that miss the same one at the same time share one
// question. Thread-safe; bounded memory; keeps digests, not
// credentials.
class Authenticator {
 public:
  static constexpr absl::Duration kMaxAge = absl::Seconds(5);
  static constexpr std::size_t kMaxEntries = 10'000;

  // `max_age` of zero remembers nothing: for the auth service itself, whose answers the other
  // services remember already. At most kMaxAge. Without `tokens` the resolver judges tokens alone.
  Authenticator(std::unique_ptr<CredentialResolver> resolver, const core::Clock& clock,
                absl::Duration max_age = kMaxAge, std::unique_ptr<TokenJudge> tokens = nullptr);
  ~Authenticator();

  // `credential` as bearer.h has it; empty: UNAUTHENTICATED (CREDENTIAL_MISSING). The resolver's
  // errors otherwise.
  absl::StatusOr<std::shared_ptr<const Principal>> Authenticate(std::string_view credential,
                                                                absl::Time deadline,
                                                                const Origin& origin = {});

 private:
  using Answer = absl::StatusOr<std::shared_ptr<const Principal>>;
  struct Entry {
    std::shared_ptr<const Principal> principal;
    absl::Time until;
  };
  // A question on its way to the resolver, and its answer once it is there.
  struct Question;

  // What can be said of it without asking.
  absl::Status CheckForm(std::string_view credential, absl::Time deadline);
  // Null when it is not, or is too old.
  std::shared_ptr<const Principal> Remembered(const std::string& digest) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Answer Ask(std::string_view credential, absl::Time deadline, const Origin& origin);
  Answer AskAndShare(const std::string& digest, std::string_view credential, absl::Time deadline,
                     const Origin& origin, Question& question);
  void Remember(const std::string& digest, const std::shared_ptr<const Principal>& principal,
                absl::Time asked) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::unique_ptr<CredentialResolver> resolver_;
  const core::Clock& clock_;
  const absl::Duration max_age_;
  const std::unique_ptr<TokenJudge> tokens_;
  absl::Mutex mutex_;
  // Both by BLAKE2b digest of the credential.
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::shared_ptr<Question>> questions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::authn
