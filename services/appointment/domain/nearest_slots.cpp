#include "services/appointment/domain/nearest_slots.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/appointment/domain/slot_inquiry.h"

namespace enlace::appointment {
namespace {

constexpr absl::Duration kBefore = absl::Hours(24 * 3);
constexpr absl::Duration kAfter = absl::Hours(24 * 31);

}  // namespace

NearestSlots::NearestSlots(SlotRepository& repository, const core::Clock& clock)
    : repository_(repository), clock_(clock) {}

absl::StatusOr<std::vector<SlotOffer>> NearestSlots::To(const Caller& caller,
                                                        const TakenTime& taken) {
  const auto now = clock_.Now();
  SlotWish wish{.doctor = taken.doctor,
                .location_id = taken.location_id,
                .modality = taken.modality,
                .earliest = std::max(now, taken.start - kBefore),
                .latest = taken.start + kAfter};
  wish.duration_minutes = static_cast<int>(absl::ToInt64Minutes(taken.end - taken.start));
  if (wish.latest <= wish.earliest || *wish.duration_minutes < 1) return std::vector<SlotOffer>();
  std::optional<AppointmentType> type;
  if (taken.appointment_type) {
    auto found = repository_.FindType(caller, absl::AsciiStrToUpper(*taken.appointment_type));
    if (!found.ok()) return found.status();
    type = *std::move(found);
  }
  // Whoever booked explicit times need not keep to the type's length.
  if (type) type->duration = absl::Minutes(*wish.duration_minutes);
  auto doctors = repository_.DoctorsAtSites(caller, wish, {});
  if (!doctors.ok()) return doctors.status();
  SlotInquiry inquiry(repository_, caller, wish, std::move(type), now);
  return inquiry.Nearest(*std::move(doctors), taken.start, kAlternatives);
}

}  // namespace enlace::appointment
