#pragma once

#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace enlace::core {

// How a thread that does one step of some work after another rests in between: by the monotonic
// clock, because the machine's may be set back meanwhile. (absl::Mutex waits by the machine's, and
// would rest longer by as much as that was set back.) Thread-safe.
class Rest {
 public:
  // What ends a rest before its time is over.
  enum class EndedBy { kWakeOrStop, kStop };

  // Rests for `time`. False when it is time to stop. A Wake that came before counts.
  bool For(absl::Duration time, EndedBy ended_by = EndedBy::kWakeOrStop);

  // Ends the rest in hand, or the next one.
  void Wake();

  // From now on nobody rests.
  void Stop();
  bool stopping() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
};

}  // namespace enlace::core
