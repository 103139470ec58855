#include "services/patient/domain/workflow_relay.h"

#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "libs/core/reasons.h"
#include "services/patient/storage/workflow_order_fixture.h"

namespace enlace::patient::storage {
namespace {

// Follows workflows as the appointment service does. Thread-safe.
class Follower final : public WorkflowFollower {
 public:
  absl::Status Follow(const WorkflowOrder& order, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    if (down_) return core::refusal::Unavailable();
    followed_.push_back(order);
    return absl::OkStatus();
  }
  void SetDown(bool down) {
    absl::MutexLock lock(&mutex_);
    down_ = down;
  }
  void AwaitAsked() {
    absl::MutexLock lock(&mutex_);
    const auto asked = [&] { return asked_ > 0; };
    REQUIRE(mutex_.AwaitWithTimeout(absl::Condition(&asked), absl::Seconds(10)));
  }
  // The first `count` orders.
  std::vector<WorkflowOrder> AwaitFollowed(std::size_t count = 1) {
    absl::MutexLock lock(&mutex_);
    const auto followed = [&] { return followed_.size() >= count; };
    REQUIRE(mutex_.AwaitWithTimeout(absl::Condition(&followed), absl::Seconds(10)));
    return followed_;
  }

 private:
  absl::Mutex mutex_;
  bool down_ = false;
  int asked_ = 0;
  std::vector<WorkflowOrder> followed_;
};

struct Fixture : WorkflowOrderFixture {
  Follower follower;
};

TEST_CASE("an order outlives the service that it is for, and is gone once all follows it") {
  Fixture f;
  const auto id = f.Joined("intake");
  f.follower.SetDown(true);
  {
    const WorkflowRelay relay(f.orders, f.follower, absl::Milliseconds(1));
    f.follower.AwaitAsked();
  }
  CHECK(f.Count() == 1);
  f.follower.SetDown(false);
  f.Sql("UPDATE workflow_orders SET due_at = now()");
  {
    const WorkflowRelay relay(f.orders, f.follower, absl::Milliseconds(1));
    const auto order = f.follower.AwaitFollowed().front();
    CHECK(order.patient_id == id);
    CHECK(order.workflow == "intake");
  }
  // Ends after the step in hand.
  CHECK(f.Count("due_at > now() AND attempts = 0") == 1);
  f.LetBookingsEnd();
  {
    const WorkflowRelay relay(f.orders, f.follower, absl::Milliseconds(1));
    f.follower.AwaitFollowed(2);
  }
  CHECK(f.Count() == 0);
}

}  // namespace
}  // namespace enlace::patient::storage
