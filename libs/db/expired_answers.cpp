#include "libs/db/expired_answers.h"

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

constexpr Statement kDelete{"enlace_delete_expired_answers",
                            "DELETE FROM idempotency_keys"
                            " WHERE (tenant_id, credential_id, key) IN ("
                            " SELECT tenant_id, credential_id, key FROM idempotency_keys"
                            " WHERE expires_at <= now() ORDER BY expires_at LIMIT $1)"};

}  // namespace

absl::StatusOr<int> DeleteExpiredAnswers(PlatformDatabase& database) {
  auto transaction = database.Begin(absl::Now() + kTimeout);
  if (!transaction.ok()) return transaction.status();
  const auto deleted = transaction->RunAndCommit(kDelete, Params().Int(kExpiredAnswersBatch));
  if (!deleted.ok()) return deleted.status();
  return static_cast<int>(deleted->affected());
}

ExpiredAnswersCleanup::ExpiredAnswersCleanup(PlatformDatabase& database, absl::Duration pause)
    : thread_(
          [&database] {
            const auto deleted = DeleteExpiredAnswers(database);
            if (!deleted.ok()) {
              const auto details = core::DetailsOf(deleted.status());
              core::Log(core::LogLevel::kWarning, "expired answers could not be deleted",
                        {{"reason", details.reason}, {"cause", details.internal}});
            }
            return deleted.ok() && *deleted == kExpiredAnswersBatch;
          },
          pause) {}

}  // namespace enlace::db
