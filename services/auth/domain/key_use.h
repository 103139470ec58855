#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/ulid.h"
#include "services/auth/domain/credential_repository.h"

namespace enlace::auth {

// Notes when credentials were last used, off the request's path: at most once per credential and
// minute, many in one statement, by a thread of its own. Thread-safe and bounded; what does not
// fit, or could not be written, is noted at a later use.
class KeyUse {
 public:
  static constexpr absl::Duration kInterval = absl::Minutes(1);
  static constexpr std::size_t kMaxNoted = 10'000;

  // Both must outlive it.
  KeyUse(CredentialRepository& credentials, const core::Clock& clock);
  // Writes what is noted, then stops.
  ~KeyUse();

  // Does not block.
  void Note(const core::Ulid& id);

 private:
  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !pending_.empty(); }

  CredentialRepository& credentials_;
  const core::Clock& clock_;
  absl::Mutex mutex_;
  std::vector<core::Ulid> pending_ ABSL_GUARDED_BY(mutex_);
  // When each credential was noted, for the last minute.
  absl::flat_hash_map<core::Ulid, absl::Time> noted_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace enlace::auth
