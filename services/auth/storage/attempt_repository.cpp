#include "services/auth/storage/attempt_repository.h"

#include "services/auth/storage/hash_text.h"

namespace enlace::auth::storage {
namespace {

// $3: the beginning of the window, $4: since when no further attempt may have come, $5: how many
// need not wait. One row when the attempt is let through.
constexpr db::Statement kCount = {"count_sign_in_attempt", R"(
  WITH old AS (
    DELETE FROM sign_in_attempts WHERE subject IN (
      SELECT subject FROM sign_in_attempts
      WHERE last_at <= $3 AND subject <> decode($1, 'hex')
      ORDER BY last_at LIMIT 2 FOR UPDATE SKIP LOCKED)
  )
  INSERT INTO sign_in_attempts AS a (subject, attempts, first_at, last_at)
  VALUES (decode($1, 'hex'), 1, $2, $2)
  ON CONFLICT (subject) DO UPDATE SET
    attempts = CASE WHEN a.first_at <= $3 THEN 1 ELSE a.attempts + 1 END,
    first_at = CASE WHEN a.first_at <= $3 THEN excluded.first_at ELSE a.first_at END,
    last_at = excluded.last_at
  WHERE a.first_at <= $3 OR a.attempts < $5 OR a.last_at <= $4
  RETURNING attempts)"};

constexpr db::Statement kForget = {"forget_sign_in_attempts", R"(
  DELETE FROM sign_in_attempts WHERE subject = decode($1, 'hex'))"};

}  // namespace

absl::StatusOr<bool> PostgresAttemptRepository::Count(const std::string& subject, absl::Time now,
                                                      absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kCount, db::Params()
                                                          .Text(HashText(subject))
                                                          .Time(now)
                                                          .Time(now - kAttemptWindow)
                                                          .Time(now - kAttemptPause)
                                                          .Int(kAttemptsAtOnce));
  if (!rows.ok()) return rows.status();
  return !rows->empty();
}

absl::Status PostgresAttemptRepository::Forget(const std::string& subject, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kForget, db::Params().Text(HashText(subject))).status();
}

}  // namespace enlace::auth::storage
