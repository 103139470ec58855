#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/credential_repository.h"

namespace enlace::auth {

// For tests: credentials in memory, and what was asked of them. Thread-safe.
class FakeCredentials final : public CredentialRepository {
 public:
  absl::StatusOr<std::optional<StoredCredential>> Find(const core::Ulid& id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    ++finds;
    if (broken) return core::WithInternal(core::refusal::Unavailable(), "");
    const auto found = stored.find(id);
    if (found == stored.end()) return std::nullopt;
    return found->second;
  }

  absl::StatusOr<std::optional<StoredSession>> FindSession(const core::Ulid& session_id, absl::Time,
                                                           absl::Time) override {
    absl::MutexLock lock(&mutex_);
    ++finds;
    const auto found = sessions.find(session_id);
    if (found == sessions.end()) return std::nullopt;
    return found->second;
  }

  absl::Status MarkUsed(const std::vector<core::Ulid>& ids, absl::Time now, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    ++writes;
    if (broken) return core::WithInternal(core::refusal::Unavailable(), "");
    for (const auto& id : ids) used.emplace_back(id, now);
    return absl::OkStatus();
  }

  absl::Status CreatePlatformKey(const NewPlatformKey& key, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    platform_keys.push_back(key);
    return absl::OkStatus();
  }

  // Waits until `count` writes were tried.
  void AwaitWrites(int count) {
    const auto reached = [this, count] { return writes >= count; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&reached));
  }

  void Break(bool now_broken) {
    absl::MutexLock lock(&mutex_);
    broken = now_broken;
  }

  std::map<core::Ulid, StoredCredential> stored;
  std::map<core::Ulid, StoredSession> sessions;
  std::vector<std::pair<core::Ulid, absl::Time>> used;
  std::vector<NewPlatformKey> platform_keys;
  int finds = 0;
  int writes = 0;
  bool broken = false;

 private:
  absl::Mutex mutex_;
};

}  // namespace enlace::auth
