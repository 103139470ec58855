#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::db {

class Pool;     // internal: bounded set of connections
class Session;  // internal: one leased connection with its open transaction

// What is to become of the transaction that a call writes in: stored once under an idempotency key,
// or only tried. Hangs on the TenantContext of the call, and outlives every transaction that is
// begun with it. Not thread-safe: belongs to one call.
//
// Such a transaction does not commit when it is told to. It runs what a commit would check, and
// waits here until the call's answer is known. What is begun meanwhile goes on in it: all writes of
// the call are one. Under a key, its first statement is the claim of the key, a row of
// idempotency_keys. Of several calls that claim one key, one goes on and the others wait for its
// end; when it commits, what they sent after their claim is not run.
class WriteIntent {
 public:
  // Of one credential; 1 to 255 printable ASCII characters.
  struct Key {
    core::Ulid credential_id;
    std::string text;
  };
  // kTaken: a call with the key has been answered. kRunning: it was still under way when the
  // waiting had to end.
  enum class Claim { kFree, kTaken, kRunning };

  // Until when a call that has to end by `deadline` may wait for another one with its key: early
  // enough that whoever waits in vain is still told why.
  static absl::Time LatestWait(absl::Time deadline);

  // Without a key the write is only tried.
  explicit WriteIntent(std::optional<Key> key);
  // Rolls back.
  ~WriteIntent();
  WriteIntent(const WriteIntent&) = delete;
  WriteIntent& operator=(const WriteIntent&) = delete;

  const std::optional<Key>& key() const { return key_; }
  Claim claim() const { return claim_; }
  // The tenant under whom the key is claimed, the nil one for the platform's own writes; absent
  // while nothing was begun.
  const std::optional<core::Ulid>& scope() const { return scope_; }
  // Something that was to be committed had to be rolled back with what followed it.
  bool lost() const { return lost_; }

  // Rolls back what waits.
  void Discard();

 private:
  friend class KeptAnswers;
  friend class PlatformDatabase;
  friend class Session;
  friend class TenantDatabase;
  friend class Transaction;

  // Takes what was told to commit.
  static void Hold(std::unique_ptr<Session> session);
  // Before a transaction under `scope`: what is held, to go on in, or null where there is none.
  // INTERNAL when a transaction of the call is open, or held in another pool.
  absl::StatusOr<std::unique_ptr<Session>> Resume(const Pool& pool, const core::Ulid& scope);

  const std::optional<Key> key_;
  std::optional<core::Ulid> scope_;
  Claim claim_ = Claim::kFree;
  // A transaction is in somebody's hands.
  bool open_ = false;
  bool lost_ = false;
  std::unique_ptr<Session> held_;
};

}  // namespace enlace::db
