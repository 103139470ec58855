#include "libs/db/outbox_relay.h"

#include <algorithm>
#include <thread>

#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/core/rest.h"
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
    rest_.Stop();
    thread_.join();
  }

  void Wake() { rest_.Wake(); }

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
        // A failing sink is not hammered by those who wake us.
        going = rest_.For(back_off, core::Rest::EndedBy::kStop);
        back_off = std::min(back_off * 2, kLongestBackOff);
        continue;
      }
      back_off = poll_;
      // A full batch says that there is more.
      going = rest_.For(*shipped < kOutboxBatch ? poll_ : absl::ZeroDuration());
    }
  }

  PlatformDatabase& database_;
  OutboxSink& sink_;
  const absl::Duration poll_;
  const RelayMetrics metrics_;
  core::Rest rest_;
  std::thread thread_;
};

OutboxRelay::OutboxRelay(PlatformDatabase& database, OutboxSink& sink, absl::Duration poll,
                         RelayMetrics metrics)
    : worker_(std::make_unique<Worker>(database, sink, poll, metrics)) {}
OutboxRelay::~OutboxRelay() = default;

void OutboxRelay::Wake() { worker_->Wake(); }

}  // namespace enlace::db
