#include "services/auth/domain/limit_relay.h"

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::auth {
namespace {

constexpr absl::Duration kTime = absl::Seconds(5);

void Warn(std::string_view what, const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(core::LogLevel::kWarning, what,
            {{"reason", details.reason}, {"cause", details.internal}});
}

}  // namespace

LimitRelay::LimitRelay(PlanRepository& orders, PlanService& plans, absl::Duration poll)
    : orders_(orders), plans_(plans), thread_([this] { return TellOne(); }, poll) {}

bool LimitRelay::TellOne() {
  const auto deadline = absl::Now() + kTime;
  const auto order = orders_.Claim(deadline);
  if (!order.ok()) {
    Warn("limits could not be read", order.status());
    return false;
  }
  if (!*order) return false;
  const auto told = plans_.Tell(**order, deadline);
  if (!told.ok()) Warn("limits could not be told: they will be again", told);
  return true;
}

}  // namespace enlace::auth
