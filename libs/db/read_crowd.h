#pragma once

#include <atomic>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/read_batcher.h"

namespace enlace::db {

// A note and its tenant's context.
struct Note {
  TenantContext context;
  core::Ulid id;
  std::string body;
};

// One kind of read, and how it must end.
struct ReadKind {
  const char* name;
  const Statement& statement;
  Params (*params)(const Note& own, const Note& foreign);
  // Of a read that is answered: whether with the own note, or with none.
  bool finds = false;
  absl::StatusCode code = absl::StatusCode::kOk;
  const char* sql_state = "";
  absl::Duration time = absl::Minutes(2);
};

// For tests: notes of many tenants, and callers on event loops and threads who read them at random
// on one connection.
class ReadCrowd {
 public:
  ReadCrowd();

  // Everyone makes `each` reads; the first two of `kinds` are asked most. Each answer is judged.
  void Ask(std::span<const ReadKind> kinds, int each);

  // Wrong answers, with what was asked; none when every caller got its own.
  std::vector<std::string> Faults() const;
  // What the connection keeps of the last tenant and its limits: nothing but the defaults.
  std::string LeftOver();

  // Server processes that answered.
  std::size_t connections() const;
  // Own notes that were answered, and how often something was sent for them: of the connection that
  // is open now.
  int own_notes() const { return own_notes_; }
  std::int64_t Sendings();

 private:
  void AskOnce(std::span<const ReadKind> kinds, std::mt19937& random);
  std::string FaultOf(const ReadKind& kind, const Note& own, const absl::StatusOr<Rows>& answer);

  const NotesFixture notes_;
  std::vector<Note> all_;
  const std::unique_ptr<Pool> pool_;
  ReadBatcher batcher_;
  std::atomic<int> own_notes_ = 0;
  mutable absl::Mutex mutex_;
  std::vector<std::string> faults_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<std::int64_t> pids_ ABSL_GUARDED_BY(mutex_);
};

// By id, and by the unique body: answers the note with the context that it was read in. Without a
// word of the tenant: the policy alone keeps the rows apart.
extern const Statement kCrowdFind;
extern const Statement kCrowdFindBody;

}  // namespace enlace::db
