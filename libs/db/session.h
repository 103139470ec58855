#pragma once

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/connection.h"
#include "libs/db/context.h"
#include "libs/db/pool.h"
#include "libs/db/write_intent.h"
#include "libs/tracing/span.h"

namespace enlace::db {

// Internal to libs/db: a leased connection with its transaction, which opens with the first
// statement. Not thread-safe. Gives the connection back when destroyed, rolled back if need be.
// With an intent in its context, it does not commit until it parted with it.
class Session {
 public:
  // `context`: absent for transactions without an actor.
  Session(Pool& pool, std::unique_ptr<Connection> connection, std::optional<TenantContext> context,
          absl::Time deadline);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  absl::StatusOr<Rows> Run(const Statement& statement, const Params& params);
  absl::StatusOr<Rows> RunAndCommit(const Statement& statement, const Params& params);
  absl::Status Commit();

  const Pool& pool() const { return pool_; }
  // Null: it commits when it is told to.
  WriteIntent* intent() const { return intent_; }
  // Told to commit, and given to its intent.
  void SetWaiting() { waited_ = true; }
  // From here on it commits as others do.
  void Part() { intent_ = nullptr; }

 private:
  // kFresh: nothing sent. kFailed: refused or broken. kEnded: committed.
  enum class State { kFresh, kOpen, kFailed, kEnded };

  // Refuses what comes after the end, a passed deadline and parameters that can't be sent.
  absl::Status Admit(const Params& params);
  void QueueOpening();
  void QueueClaim();
  // Exchanges what is queued; the transaction stays open.
  absl::StatusOr<Answer> ExchangeOpen();
  // What it means that an opening was refused: the key may be another call's.
  void JudgeClaim(Answer& answer);
  absl::StatusOr<Rows> RunAlone(const Statement& statement, const Params& params);
  // Exchanges what is queued, which commits; `before_commit`: the number of statements before that.
  absl::StatusOr<Answer> ExchangeAndCommit(std::size_t before_commit);

  Pool& pool_;
  std::unique_ptr<Connection> connection_;
  const std::optional<TenantContext> context_;
  const tracing::Span span_;
  const absl::Time deadline_;
  WriteIntent* intent_;
  Params settings_;
  State state_ = State::kFresh;
  // Of the statements under way, those before the claim of a key.
  std::optional<std::size_t> before_claim_;
  bool waited_ = false;
};

}  // namespace enlace::db
