#pragma once

#include <memory>

#include "absl/time/time.h"
#include "services/appointment/domain/waitlist_offers.h"

namespace enlace::appointment {

// Works off freed times, on a thread of its own, as long as it lives: looks for them every `poll`,
// and at once while there are more. Several processes may do so; each freed time is worked off by
// one.
class WaitlistWorker {
 public:
  // `offers` must outlive it.
  explicit WaitlistWorker(WaitlistOffers& offers, absl::Duration poll = absl::Milliseconds(500));
  // Stops after the round in hand.
  ~WaitlistWorker();

 private:
  class Thread;
  std::unique_ptr<Thread> thread_;
};

}  // namespace enlace::appointment
