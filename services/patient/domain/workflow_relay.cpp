#include "services/patient/domain/workflow_relay.h"

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::patient {
namespace {

constexpr absl::Duration kTime = absl::Seconds(5);

void Warn(std::string_view what, const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(core::LogLevel::kWarning, what,
            {{"reason", details.reason}, {"cause", details.internal}});
}

}  // namespace

WorkflowRelay::WorkflowRelay(WorkflowOrderRepository& orders, WorkflowFollower& follower,
                             absl::Duration poll)
    : orders_(orders), follower_(follower), thread_([this] { return TellOne(); }, poll) {}

bool WorkflowRelay::TellOne() {
  const auto deadline = absl::Now() + kTime;
  const auto order = orders_.Claim(deadline);
  if (!order.ok()) {
    Warn("orders of workflows could not be read", order.status());
    return false;
  }
  if (!*order) return false;
  auto told = follower_.Follow(**order, deadline);
  if (told.ok()) told = orders_.Confirm(**order, deadline);
  if (!told.ok()) Warn("a patient's workflow could not be told: it will be again", told);
  // Of many orders, those that fail are not all tried in one breath.
  return told.ok();
}

}  // namespace enlace::patient
