#include "libs/db/database.h"

#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/pool.h"
#include "libs/db/read_batcher.h"
#include "libs/db/session.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

absl::StatusOr<std::unique_ptr<Session>> Lease(Pool& pool, std::optional<TenantContext> context,
                                               absl::Time deadline) {
  if (absl::Now() >= deadline) return DeadlinePassed("before a connection was asked for");
  auto connection = pool.Acquire(deadline);
  if (!connection.ok()) return connection.status();
  return std::make_unique<Session>(pool, *std::move(connection), std::move(context), deadline);
}

}  // namespace

Transaction::Transaction(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

absl::StatusOr<Rows> Transaction::Run(const Statement& statement, const Params& params) {
  return session_->Run(statement, params);
}

absl::StatusOr<Rows> Transaction::RunAndCommit(const Statement& statement, const Params& params) {
  return session_->RunAndCommit(statement, params);
}

absl::Status Transaction::Commit() { return session_->Commit(); }

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
  auto session = Lease(*pool_, context, deadline);
  if (!session.ok()) return session.status();
  return Transaction(*std::move(session));
}

absl::StatusOr<Rows> TenantDatabase::Read(const TenantContext& context, const Statement& statement,
                                          const Params& params, absl::Time deadline) {
  if (context.tenant_id.IsNil()) return core::Internal("a read of a tenant without tenant");
  if (absl::Now() >= deadline) return DeadlinePassed("before the statement was sent");
  return reads_->Read(context, statement, params, deadline);
}

absl::Status TenantDatabase::Ping() { return pool_->Ping(); }

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
  auto session = Lease(*pool_, context, deadline);
  if (!session.ok()) return session.status();
  return Transaction(*std::move(session));
}

absl::Status PlatformDatabase::Ping() { return pool_->Ping(); }

}  // namespace enlace::db
