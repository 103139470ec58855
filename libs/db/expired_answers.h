#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "libs/db/database.h"

namespace enlace::db {

inline constexpr int kExpiredAnswersBatch = 1000;

// Deletes kept answers whose time is over, at most a batch of them; how many. `database` runs as
// the relay role. Replicas may do it at once.
absl::StatusOr<int> DeleteExpiredAnswers(PlatformDatabase& database);

// Does that now and then, batch after batch while there is something, on a thread of its own.
class ExpiredAnswersCleanup {
 public:
  // `database` must outlive it.
  explicit ExpiredAnswersCleanup(PlatformDatabase& database,
                                 absl::Duration pause = absl::Minutes(1));

 private:
  core::RepeatingThread thread_;
};

}  // namespace enlace::db
