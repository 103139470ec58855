#include "libs/db/wire.h"

#include <libpq-fe.h>
#include <poll.h>

#include "libs/loop/wait.h"

namespace enlace::db {

Wire AwaitSocket(const pg_conn* handle, short events, absl::Time deadline) {
  return loop::AwaitSocket(PQsocket(handle), events, deadline) ? Wire::kReady : Wire::kTimedOut;
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
