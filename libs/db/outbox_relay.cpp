#include "libs/db/outbox_relay.h"

#include <algorithm>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/db/outbox_batch.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kLongestBackOff = absl::Seconds(5);

}  // namespace

class OutboxRelay::Worker {
 public:
  Worker(PlatformDatabase& database, OutboxSink& sink, absl::Duration poll, RelayMetrics metrics)
      : database_(database), sink_(sink), poll_(poll), metrics_(metrics), thread_([this] {
          Work();
        }) {}

  ~Worker() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

  void Wake() {
    absl::MutexLock lock(&mutex_);
    woken_ = true;
  }

 private:
  void Work() {
    absl::Duration back_off = poll_;
    bool going = true;
    while (going) {
      const auto shipped = ShipBatch(database_, sink_, metrics_);
      if (!shipped.ok()) {
        metrics_.failures.Add();
        const auto details = core::DetailsOf(shipped.status());
        core::Log(core::LogLevel::kWarning, "the outbox could not be shipped",
                  {{"reason", details.reason}, {"cause", details.internal}});
        going = Rest(back_off, /*until_woken=*/false);
        back_off = std::min(back_off * 2, kLongestBackOff);
        continue;
      }
      back_off = poll_;
      // A full batch says that there is more.
      going = Rest(*shipped < kOutboxBatch ? poll_ : absl::ZeroDuration(), /*until_woken=*/true);
    }
  }

  // False when it is time to stop. A failing sink is not hammered by those who wake us.
  bool Rest(absl::Duration time, bool until_woken) {
    absl::MutexLock lock(&mutex_);
    const auto over = [this, until_woken] {
      mutex_.AssertReaderHeld();
      return stopping_ || (until_woken && woken_);
    };
    mutex_.AwaitWithTimeout(absl::Condition(&over), time);
    woken_ = false;
    return !stopping_;
  }

  PlatformDatabase& database_;
  OutboxSink& sink_;
  const absl::Duration poll_;
  const RelayMetrics metrics_;
  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

OutboxRelay::OutboxRelay(PlatformDatabase& database, OutboxSink& sink, absl::Duration poll,
                         RelayMetrics metrics)
    : worker_(std::make_unique<Worker>(database, sink, poll, metrics)) {}
OutboxRelay::~OutboxRelay() = default;

void OutboxRelay::Wake() { worker_->Wake(); }

}  // namespace enlace::db
