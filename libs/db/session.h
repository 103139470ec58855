#pragma once

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/connection.h"
#include "libs/db/context.h"
#include "libs/db/pool.h"

namespace enlace::db {

// Internal to libs/db: a leased connection with its transaction, which opens with the first
// statement. Not thread-safe. Gives the connection back when destroyed, rolled back if need be.
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

 private:
  // kFresh: nothing sent. kFailed: refused or broken. kEnded: committed.
  enum class State { kFresh, kOpen, kFailed, kEnded };

  // Refuses what comes after the end, a passed deadline and parameters that can't be sent.
  absl::Status Admit(const Params& params);
  void QueueOpening();
  absl::StatusOr<Rows> RunAlone(const Statement& statement, const Params& params);
  // Exchanges what is queued, which commits; `before_commit`: the number of statements before that.
  absl::StatusOr<Answer> ExchangeAndCommit(std::size_t before_commit);

  Pool& pool_;
  std::unique_ptr<Connection> connection_;
  const std::optional<TenantContext> context_;
  const absl::Time deadline_;
  Params settings_;
  State state_ = State::kFresh;
};

}  // namespace enlace::db
