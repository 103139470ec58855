#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/database.h"
#include "libs/db/link.h"

namespace enlace::db {

// What came back for one exchange.
struct Answer {
  // The results of the statements up to the first that failed.
  std::vector<Rows> rows;
  // Command tag of the last of them: "COMMIT", "SELECT 1".
  std::string last_tag;
  absl::Status status;
  // Whether the server is known to have refused a statement before the last one of the queue, so
  // that the last was not carried out.
  bool stopped_before_last = false;
};

// Internal to libs/db: one connection in libpq's pipeline mode. Statements are queued, then
// exchanged in one round trip. Not thread-safe.
class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& url,
                                                          absl::Time deadline);

  // Queues a statement, and its preparation the first time. Parameters hold no NUL byte.
  void Queue(const Statement& statement, const Params& params);

  // Sends the queue and a sync, and reads the answers. After an error the rest of the queue was
  // skipped by the server and an open transaction is in its failed state. A connection that does
  // not answer by `deadline` is broken.
  Answer Exchange(absl::Time deadline);

  // False once the connection broke or is in an unknown state: it is of no use any more.
  bool usable() const { return usable_; }
  // Usable, no transaction open, and the server has not hung up meanwhile.
  bool IsIdle();

  // Number of round trips so far.
  std::int64_t exchanges() const { return exchanges_; }

 private:
  struct Pending {
    const Statement* statement;
    bool preparation;
  };

  explicit Connection(std::unique_ptr<Link> link);
  // Prepared already, or about to be by what is queued.
  bool IsPrepared(const Statement& statement) const;
  // Reads the reply to one queued command; false ends the reading.
  bool ReadReply(const Pending& pending, bool last, absl::Time deadline, Answer& answer);
  bool ReadSync(absl::Time deadline, Answer& answer);
  void Break(absl::Status status, Answer& answer);

  std::unique_ptr<Link> link_;
  std::deque<Pending> pending_;
  // Name → text of what this connection's server process has prepared.
  absl::flat_hash_map<std::string_view, std::string_view> prepared_;
  bool usable_ = true;
  std::int64_t exchanges_ = 0;
};

}  // namespace enlace::db
