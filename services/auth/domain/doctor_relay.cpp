#include "services/auth/domain/doctor_relay.h"

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

DoctorRelay::DoctorRelay(DoctorOrderRepository& orders, DoctorOwner& doctors, absl::Duration poll)
    : orders_(orders), doctors_(doctors), thread_([this] { return CarryOutOne(); }, poll) {}

bool DoctorRelay::CarryOutOne() {
  const auto deadline = absl::Now() + kTime;
  const auto order = orders_.Claim(deadline);
  if (!order.ok()) {
    Warn("orders of doctors could not be read", order.status());
    return false;
  }
  if (!*order) return false;
  const auto doctor_id = doctors_.Ensure(**order, deadline);
  const auto done =
      doctor_id.ok() ? orders_.Confirm(**order, *doctor_id, deadline) : doctor_id.status();
  if (!done.ok()) Warn("a doctor could not be made: it will be tried again", done);
  return true;
}

}  // namespace enlace::auth
