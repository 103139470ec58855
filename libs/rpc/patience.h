#pragma once

#include "absl/time/time.h"

namespace enlace::rpc {

// How long calls may wait in a queue: a burst that passes is served whole, but where somebody has
// had to wait for a second on end, more calls come than are served, and each of them would wait
// ever longer. From then on a call waits for hardly any time or is refused, until for a second
// nobody has had to wait.
//
// Controlled delay with the figures that Facebook gives, but for the interval, which is longer here
// as swarms of bots start together: B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015; K. Nichols
// and V. Jacobson, RFC 8289. Times are of a clock that never goes back.
// Not thread-safe.
class Patience {
 public:
  static constexpr absl::Duration kInterval = absl::Seconds(1);
  static constexpr absl::Duration kTarget = absl::Milliseconds(5);

  // A call came, and did not have to wait.
  void NoteFree(absl::Time now) {
    last_free_ = now;
    if (now - last_wait_ >= kInterval) overloaded_ = false;
  }

  // A call came that has to wait.
  void NoteWait(absl::Time now) {
    last_wait_ = now;
    if (now - last_free_ >= kInterval) overloaded_ = true;
  }

  // Who came last is to be served first then: whoever waits longest has the least time left, and
  // its caller may have gone (adaptive LIFO, ibid.).
  bool overloaded() const { return overloaded_; }

  // How long a call may wait at all.
  absl::Duration longest() const { return overloaded_ ? kTarget : kInterval; }

 private:
  absl::Time last_free_ = absl::InfinitePast();
  absl::Time last_wait_ = absl::InfinitePast();
  bool overloaded_ = false;
};

}  // namespace enlace::rpc
