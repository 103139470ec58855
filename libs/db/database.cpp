#include "libs/db/database.h"

#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/pool.h"
#include "libs/db/read_batcher.h"
#include "libs/db/session.h"
#include "libs/db/sql_state.h"
#include "libs/db/write_intent.h"

namespace enlace::db {
namespace {

absl::StatusOr<std::unique_ptr<Session>> Lease(Pool& pool, std::optional<TenantContext> context,
                                               absl::Time deadline) {
  if (absl::Now() >= deadline) return DeadlinePassed("before a connection was asked for");
  auto connection = pool.Acquire(deadline);
  if (!connection.ok()) return connection.status();
  return std::make_unique<Session>(pool, *std::move(connection), std::move(context), deadline);
}

absl::Status Ended() { return absl::FailedPreconditionError("the transaction has ended"); }

}  // namespace

absl::StatusOr<Transaction> Transaction::Begin(Pool& pool, const TenantContext& context,
                                               const core::Ulid& scope, absl::Time deadline) {
  std::unique_ptr<Session> held;
  if (context.intent != nullptr) {
    auto resumed = context.intent->Resume(pool, scope);
    if (!resumed.ok()) return resumed.status();
    held = *std::move(resumed);
  }
  if (held) return Transaction(std::move(held));
  auto leased = Lease(pool, context, deadline);
  if (!leased.ok()) return leased.status();
  return Transaction(*std::move(leased));
}

Transaction::Transaction(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

absl::StatusOr<Rows> Transaction::Run(const Statement& statement, const Params& params) {
  return session_ ? session_->Run(statement, params) : Ended();
}

absl::StatusOr<Rows> Transaction::RunAndCommit(const Statement& statement, const Params& params) {
  if (!session_) return Ended();
  auto rows = session_->RunAndCommit(statement, params);
  if (rows.ok() && session_->intent()) WriteIntent::Hold(std::move(session_));
  return rows;
}

absl::Status Transaction::Commit() {
  if (!session_) return Ended();
  auto status = session_->Commit();
  if (status.ok() && session_->intent()) WriteIntent::Hold(std::move(session_));
  return status;
}

TenantDatabase::TenantDatabase(std::unique_ptr<Pool> pool)
    : pool_(std::move(pool)), reads_(std::make_unique<ReadBatcher>(*pool_)) {}
TenantDatabase::~TenantDatabase() = default;

absl::StatusOr<std::unique_ptr<TenantDatabase>> TenantDatabase::Open(DatabaseOptions options) {
  auto pool = Pool::Open(std::move(options));
  if (!pool.ok()) return pool.status();
  return std::unique_ptr<TenantDatabase>(new TenantDatabase(*std::move(pool)));
}

absl::StatusOr<Transaction> TenantDatabase::Begin(const TenantContext& context,
                                                  absl::Time deadline) {
  if (context.tenant_id.IsNil()) return core::Internal("a transaction of a tenant without tenant");
  return Transaction::Begin(*pool_, context, context.tenant_id, deadline);
}

absl::StatusOr<Rows> TenantDatabase::Read(const TenantContext& context, const Statement& statement,
                                          const Params& params, absl::Time deadline) {
  if (context.tenant_id.IsNil()) return core::Internal("a read of a tenant without tenant");
  if (absl::Now() >= deadline) return DeadlinePassed("before the statement was sent");
  if (context.intent != nullptr && context.intent->held_) {
    // What the call wrote is seen in its own transaction only.
    auto transaction = Begin(context, deadline);
    if (!transaction.ok()) return transaction.status();
    return transaction->RunAndCommit(statement, params);
  }
  return reads_->Read(context, statement, params, deadline);
}

absl::Status TenantDatabase::Ping() { return pool_->Ping(); }

PoolStats TenantDatabase::pool_stats() const { return pool_->stats(); }
std::size_t TenantDatabase::reads_waiting() const { return reads_->waiting(); }

PlatformDatabase::PlatformDatabase(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
PlatformDatabase::~PlatformDatabase() = default;

absl::StatusOr<std::unique_ptr<PlatformDatabase>> PlatformDatabase::Open(DatabaseOptions options) {
  auto pool = Pool::Open(std::move(options));
  if (!pool.ok()) return pool.status();
  return std::unique_ptr<PlatformDatabase>(new PlatformDatabase(*std::move(pool)));
}

absl::StatusOr<Transaction> PlatformDatabase::Begin(absl::Time deadline) {
  auto session = Lease(*pool_, std::nullopt, deadline);
  if (!session.ok()) return session.status();
  return Transaction(*std::move(session));
}

absl::StatusOr<Transaction> PlatformDatabase::Begin(const TenantContext& context,
                                                    absl::Time deadline) {
  return Transaction::Begin(*pool_, context, core::Ulid(), deadline);
}

absl::Status PlatformDatabase::Ping() { return pool_->Ping(); }

PoolStats PlatformDatabase::pool_stats() const { return pool_->stats(); }

}  // namespace enlace::db
