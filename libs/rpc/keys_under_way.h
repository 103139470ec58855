#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/db/write_intent.h"
#include "libs/loop/wait.h"

namespace enlace::rpc {

// The idempotency keys that calls of this process work under. A repeat waits here for the call
// before it, with nothing but its fiber; in the database, where the calls of other processes are
// waited for, it would keep a connection from everybody else. Thread-safe.
class KeysUnderWay {
 public:
  // A key in one call's hands; it must not outlive the KeysUnderWay.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept { *this = std::move(other); }
    Hold& operator=(Hold&& other) noexcept {
      std::swap(keys_, other.keys_);
      std::swap(place_, other.place_);
      return *this;
    }
    ~Hold();

   private:
    friend class KeysUnderWay;
    Hold(KeysUnderWay& keys, std::string place) : keys_(&keys), place_(std::move(place)) {}

    KeysUnderWay* keys_ = nullptr;
    std::string place_;
  };

  enum class Entry {
    kEntered,   // it is in `hold` now
    kEnded,     // the call that had it has ended: its answer may be found now
    kTimedOut,  // it still has it at the deadline
  };

  // Takes the key, or waits until the call that has it ends. `hold` must hold nothing yet.
  Entry Enter(const db::WriteIntent::Key& key, absl::Time deadline, Hold& hold);

 private:
  void Leave(const std::string& place);

  absl::Mutex mutex_;
  // Who waits, by the key of a call under way.
  absl::flat_hash_map<std::string, std::vector<loop::Notification>> waiting_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::rpc
