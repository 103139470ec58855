#pragma once

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "libs/core/rest.h"

namespace enlace::core {

// A thread that does one step of some work after another, as long as it lives.
class RepeatingThread {
 public:
  // Begins at once. `step` says whether there is more to do: then it is called again at once,
  // otherwise after the pause. It must not throw.
  RepeatingThread(std::function<bool()> step, absl::Duration pause);
  // Waits for the step in hand.
  ~RepeatingThread();
  RepeatingThread(const RepeatingThread&) = delete;
  RepeatingThread& operator=(const RepeatingThread&) = delete;

  // Ends the pause; while a step is in hand, that which would follow. Thread-safe.
  void Wake();

 private:
  void Work();

  const std::function<bool()> step_;
  const absl::Duration pause_;
  Rest rest_;
  std::thread thread_;
};

}  // namespace enlace::core
