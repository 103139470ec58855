#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "libs/db/params.h"
#include "libs/db/pool_stats.h"
#include "libs/db/rows.h"

namespace enlace::db {

class Pool;         // internal: bounded set of connections
class ReadBatcher;  // internal: reads that share a connection
class Session;      // internal: one leased connection with its open transaction

// A named statement: prepared once per connection, sent by name afterwards. Instances have
// static storage duration. `sql` uses $1, $2, … and is never built from values.
struct Statement {
  const char* name;
  const char* sql;
};

struct DatabaseOptions {
  // libpq connection string or URI; passwords come from a passfile, not from here.
  std::string url;
  int pool_size = 8;
  absl::Duration acquire_timeout = absl::Seconds(2);
};

// One transaction. Not thread-safe; lives on one thread. Destroyed without Commit it rolls back;
// a broken connection, or one whose roll-back fails, is discarded and never reused.
//
// Round trips: the opening (BEGIN, context, statement_timeout) travels with the first statement,
// the commit with RunAndCommit's. A transaction of one statement is one round trip, and needs
// neither BEGIN nor COMMIT: the sync that ends it commits.
//
// Errors of all functions (see libs/db/sql_error.h for constraints):
//   ALREADY_EXISTS      unique or exclusion constraint     FAILED_PRECONDITION  foreign key
//   INVALID_ARGUMENT    check constraint, bad value        ABORTED              serialization,
//   deadlock DEADLINE_EXCEEDED   statement timeout, cancelled       UNAVAILABLE          connection
//   lost INTERNAL            everything else
// A server that does not answer by the deadline, and a little more, costs the connection; no call
// hangs. After an error every further call answers FAILED_PRECONDITION until destruction.
class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  absl::StatusOr<Rows> Run(const Statement& statement, const Params& params);

  // Runs and commits. If the connection breaks before the commit's reply, the error is UNAVAILABLE
  // with reason COMMIT_IN_DOUBT: the write may or may not have happened. (DEADLINE_EXCEEDED with
  // the same reason when the server fell silent instead.)
  absl::StatusOr<Rows> RunAndCommit(const Statement& statement, const Params& params);

  absl::Status Commit();

 private:
  friend class TenantDatabase;
  friend class PlatformDatabase;
  explicit Transaction(std::unique_ptr<Session> session);
  // `scope`: under whom the intent's key is claimed.
  static absl::StatusOr<Transaction> Begin(Pool& pool, const TenantContext& context,
                                           const core::Ulid& scope, absl::Time deadline);
  std::unique_ptr<Session> session_;
};

// Waiting: on a fiber of an event loop (libs/loop) only that fiber waits, elsewhere the thread.

// Transactions of one tenant: the only way to a tenant's rows. Thread-safe.
class TenantDatabase {
 public:
  static absl::StatusOr<std::unique_ptr<TenantDatabase>> Open(DatabaseOptions options);
  ~TenantDatabase();

  // Leases a connection, or goes on in the transaction that the context's intent holds (see
  // libs/db/write_intent.h). Refuses a nil tenant (INTERNAL). RESOURCE_EXHAUSTED (reason BUSY) when
  // no connection becomes free before the acquire timeout or `deadline`. What is left until
  // `deadline` becomes the transaction's statement_timeout.
  absl::StatusOr<Transaction> Begin(const TenantContext& context, absl::Time deadline);

  // One short read, as a read-only transaction of its own, with the errors of Transaction. Reads of
  // several callers share a connection while they are under way: for statements that find their
  // rows by a key. Of the context, the policies' part is set. Repeated once if the connection
  // breaks.
  absl::StatusOr<Rows> Read(const TenantContext& context, const Statement& statement,
                            const Params& params, absl::Time deadline);

  // Whether a new connection answers; for the health service.
  absl::Status Ping();

  PoolStats pool_stats() const;
  // Reads that wait to join those of another caller.
  std::size_t reads_waiting() const;

 private:
  explicit TenantDatabase(std::unique_ptr<Pool> pool);
  std::unique_ptr<Pool> pool_;
  std::unique_ptr<ReadBatcher> reads_;
};

// Transactions without a tenant, under a role of their own with narrow policies (relay, platform):
// credential resolution, platform administration, outbox relay, access records. Thread-safe.
class PlatformDatabase {
 public:
  static absl::StatusOr<std::unique_ptr<PlatformDatabase>> Open(DatabaseOptions options);
  ~PlatformDatabase();

  absl::StatusOr<Transaction> Begin(absl::Time deadline);

  // As above, with the actor of `context` in app.* for the audit triggers, and its intent; the
  // tenant id may be nil.
  absl::StatusOr<Transaction> Begin(const TenantContext& context, absl::Time deadline);

  absl::Status Ping();

  PoolStats pool_stats() const;

 private:
  explicit PlatformDatabase(std::unique_ptr<Pool> pool);
  std::unique_ptr<Pool> pool_;
};

}  // namespace enlace::db
