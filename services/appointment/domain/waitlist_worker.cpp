#include "services/appointment/domain/waitlist_worker.h"

#include <algorithm>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::appointment {
namespace {

constexpr absl::Duration kLongestBackOff = absl::Seconds(5);

}  // namespace

class WaitlistWorker::Thread {
 public:
  Thread(WaitlistOffers& offers, absl::Duration poll)
      : offers_(offers), poll_(poll), thread_([this] { Work(); }) {}

  ~Thread() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

 private:
  void Work() {
    auto pause = poll_;
    do {
      const auto more = offers_.WorkOff([this] { return Stopping(); });
      if (more.ok()) {
        pause = *more ? absl::ZeroDuration() : poll_;
        continue;
      }
      const auto details = core::DetailsOf(more.status());
      core::Log(core::LogLevel::kWarning, "the waitlist could not be worked off",
                {{"reason", details.reason}, {"cause", details.internal}});
      pause = std::clamp(pause * 2, poll_, kLongestBackOff);
    } while (Rest(pause));
  }

  bool Stopping() {
    absl::MutexLock lock(&mutex_);
    return stopping_;
  }

  // False when it is time to stop.
  bool Rest(absl::Duration time) {
    absl::MutexLock lock(&mutex_);
    return !mutex_.AwaitWithTimeout(absl::Condition(&stopping_), time);
  }

  WaitlistOffers& offers_;
  const absl::Duration poll_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

WaitlistWorker::WaitlistWorker(WaitlistOffers& offers, absl::Duration poll)
    : thread_(std::make_unique<Thread>(offers, poll)) {}
WaitlistWorker::~WaitlistWorker() = default;

}  // namespace enlace::appointment
