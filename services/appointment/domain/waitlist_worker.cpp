#include "services/appointment/domain/waitlist_worker.h"

#include <algorithm>
#include <thread>

#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/core/rest.h"

namespace enlace::appointment {
namespace {

constexpr absl::Duration kLongestBackOff = absl::Seconds(5);

}  // namespace

class WaitlistWorker::Thread {
 public:
  Thread(WaitlistOffers& offers, absl::Duration poll)
      : offers_(offers), poll_(poll), thread_([this] { Work(); }) {}

  ~Thread() {
    rest_.Stop();
    thread_.join();
  }

 private:
  void Work() {
    auto pause = poll_;
    do {
      const auto more = offers_.WorkOff([this] { return rest_.stopping(); });
      if (more.ok()) {
        pause = *more ? absl::ZeroDuration() : poll_;
        continue;
      }
      const auto details = core::DetailsOf(more.status());
      core::Log(core::LogLevel::kWarning, "the waitlist could not be worked off",
                {{"reason", details.reason}, {"cause", details.internal}});
      pause = std::clamp(pause * 2, poll_, kLongestBackOff);
    } while (rest_.For(pause));
  }

  WaitlistOffers& offers_;
  const absl::Duration poll_;
  core::Rest rest_;
  std::thread thread_;
};

WaitlistWorker::WaitlistWorker(WaitlistOffers& offers, absl::Duration poll)
    : thread_(std::make_unique<Thread>(offers, poll)) {}
WaitlistWorker::~WaitlistWorker() = default;

}  // namespace enlace::appointment
