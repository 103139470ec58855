#include "libs/db/expired_answers.h"

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
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

class ExpiredAnswersCleanup::Worker {
 public:
  Worker(PlatformDatabase& database, absl::Duration pause)
      : database_(database), pause_(pause), thread_([this] { Work(); }) {}

  ~Worker() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

 private:
  void Work() {
    bool more = false;
    do {
      const auto deleted = DeleteExpiredAnswers(database_);
      more = deleted.ok() && *deleted == kExpiredAnswersBatch;
      if (!deleted.ok()) {
        const auto details = core::DetailsOf(deleted.status());
        core::Log(core::LogLevel::kWarning, "expired answers could not be deleted",
                  {{"reason", details.reason}, {"cause", details.internal}});
      }
    } while (Rest(more ? absl::ZeroDuration() : pause_));
  }

  // False when it is time to stop.
  bool Rest(absl::Duration time) {
    absl::MutexLock lock(&mutex_);
    return !mutex_.AwaitWithTimeout(absl::Condition(&stopping_), time);
  }

  PlatformDatabase& database_;
  const absl::Duration pause_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

ExpiredAnswersCleanup::ExpiredAnswersCleanup(PlatformDatabase& database, absl::Duration pause)
    : worker_(std::make_unique<Worker>(database, pause)) {}
ExpiredAnswersCleanup::~ExpiredAnswersCleanup() = default;

}  // namespace enlace::db
