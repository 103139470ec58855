#include "libs/db/wire.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "absl/time/clock.h"

namespace enlace::db {

Wire AwaitSocket(const pg_conn* handle, short events, absl::Time deadline) {
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    // Rounded up, so that the last fraction of a millisecond does not spin; looked at again
    // after at most a minute.
    const auto millis = absl::ToInt64Milliseconds(
        std::clamp(absl::Ceil(left, absl::Milliseconds(1)), absl::ZeroDuration(),
                   absl::Duration(absl::Minutes(1))));
    pollfd entry{PQsocket(handle), events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(millis));
    // A socket in error counts as ready: the next read or write names the fault.
    if (ready > 0 || (ready < 0 && errno != EINTR)) return Wire::kReady;
    if (ready == 0 && absl::Now() >= deadline) return Wire::kTimedOut;
  }
}

Wire SendAll(pg_conn* handle, absl::Time deadline) {
  while (true) {
    const int left = PQflush(handle);
    if (left == 0) return Wire::kReady;
    if (left < 0) return Wire::kLost;
    if (AwaitSocket(handle, POLLIN | POLLOUT, deadline) == Wire::kTimedOut) return Wire::kTimedOut;
    if (PQconsumeInput(handle) == 0) return Wire::kLost;
  }
}

Wire AwaitResult(pg_conn* handle, absl::Time deadline) {
  while (PQisBusy(handle)) {
    if (AwaitSocket(handle, POLLIN, deadline) == Wire::kTimedOut) return Wire::kTimedOut;
    if (PQconsumeInput(handle) == 0) return Wire::kLost;
  }
  return Wire::kReady;
}

}  // namespace enlace::db
