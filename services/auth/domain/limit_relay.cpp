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

LimitRelay::LimitRelay(const Parts& parts, absl::Duration poll)
    : parts_(parts), thread_([this] { return TellOne(); }, poll) {}

bool LimitRelay::TellOne() {
  const auto deadline = absl::Now() + kTime;
  const auto order = parts_.plans.Claim(deadline);
  if (!order.ok()) {
    Warn("limits could not be read", order.status());
    return false;
  }
  if (!*order) return false;
  const auto& due = **order;
  const auto tell = [&](LimitOwner& owner, const std::optional<std::int64_t>& most) {
    return owner.Set(due.tenant_id, due.version, most, /*if_it_fits=*/false, deadline).status();
  };
  auto told = tell(parts_.patients, due.patients);
  if (told.ok()) told = tell(parts_.doctors, due.doctors);
  if (told.ok()) told = parts_.plans.Confirm(due, deadline);
  if (!told.ok()) Warn("limits could not be told: they will be again", told);
  return true;
}

}  // namespace enlace::auth
