#pragma once

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "libs/db/database.h"
#include "libs/usage/request_counter.h"

namespace enlace::usage {

// Adds what a counter has counted to the table usage_days, now and then and at the end, on a thread
// of its own. What could not be stored is kept until it can be. Lost is what was counted since the
// last time when the process is killed, and what is under way when the database does not answer
// whether it was stored: no call is ever stored twice. Thread-safe.
class RequestFlush {
 public:
  // `relay` runs as the relay role. Both must outlive it.
  RequestFlush(RequestCounter& counter, db::PlatformDatabase& relay,
               absl::Duration pause = absl::Seconds(10));
  // Stores what is left, within two seconds.
  ~RequestFlush();
  RequestFlush(const RequestFlush&) = delete;
  RequestFlush& operator=(const RequestFlush&) = delete;

  // At once.
  absl::Status Flush(absl::Time deadline);

 private:
  absl::Status Store(absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  RequestCounter& counter_;
  db::PlatformDatabase& relay_;
  absl::Mutex mutex_;
  RequestsByDay pending_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<core::RepeatingThread> thread_;
};

}  // namespace enlace::usage
