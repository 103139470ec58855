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

struct pg_result;

namespace enlace::db {

// What came back for one group of statements.
struct Answer {
  // The results of the statements up to the first that failed.
  std::vector<Rows> rows;
  // Command tag of the last of them: "COMMIT", "SELECT 1".
  std::string last_tag;
  absl::Status status;
  // What the server itself said, if it is not the loss of the connection that `status` tells of:
  // that the group is rolled back, or that it ends the session.
  enum class Verdict { kNone, kRolledBack, kSessionEnded } verdict = Verdict::kNone;
};

// Internal to libs/db: one connection in libpq's pipeline mode. Statements are queued in groups,
// each ended by a sync, and sent together. A group without BEGIN is a transaction of its own, which
// the sync commits; what fails ends its own group only. Not thread-safe.
class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& url,
                                                          absl::Time deadline);

  // Queues a statement, and its preparation the first time. Parameters hold no NUL byte.
  void Queue(const Statement& statement, const Params& params);
  // Prepares the statement alone, in a round trip of its own, unless that was done. Nothing else
  // may be under way.
  absl::Status Prepare(const Statement& statement, absl::Time deadline);
  // Ends the group.
  void Sync();

  // Sends what is queued. A connection that does not take it by `deadline` is broken.
  void Send(absl::Time deadline);
  // Reads the answer to the first group that has none yet. After an error the rest of the group was
  // skipped by the server, and a transaction opened by BEGIN is in its failed state. A connection
  // that does not answer by `deadline` is broken.
  Answer Receive(absl::Time deadline);

  // The queue as one group, in one round trip.
  Answer Exchange(absl::Time deadline);

  // False once the connection broke or is in an unknown state: it is of no use any more.
  bool usable() const { return usable_; }
  // Usable, all answers read, and no transaction open.
  bool HasEnded() const;
  // Usable, and the server has not hung up while the connection lay idle.
  bool IsQuiet() const;

  // The name of the database.
  std::string database() const;

  // Number of times that something was sent.
  std::int64_t sendings() const { return sendings_; }

 private:
  enum class Kind { kPreparation, kStatement, kSync };
  struct Pending {
    Kind kind;
    const Statement* statement;
  };

  explicit Connection(std::unique_ptr<Link> link);
  // False when there was nothing to do.
  bool QueuePreparation(const Statement& statement);
  // Prepared already, or about to be by what is queued.
  bool IsPrepared(const Statement& statement) const;
  // Reads the reply to one queued command; false ends the reading.
  bool ReadReply(const Pending& pending, absl::Time deadline, Answer& answer);
  void ReadSync(absl::Time deadline, Answer& answer);
  // False when the connection broke.
  bool TakeRefusal(const pg_result* result, Answer& answer);
  void Break(absl::Status fault);

  std::unique_ptr<Link> link_;
  std::deque<Pending> pending_;
  // Name → text of what this connection's server process has prepared.
  absl::flat_hash_map<std::string_view, std::string_view> prepared_;
  bool usable_ = true;
  absl::Status fault_;
  std::int64_t sendings_ = 0;
};

}  // namespace enlace::db
