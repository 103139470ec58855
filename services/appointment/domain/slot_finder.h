#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/appointment_repository.h"
#include "services/appointment/domain/slot_answer.h"
#include "services/appointment/domain/slot_repository.h"

namespace enlace::appointment {

// The name of a rule in the API: TAKEN.
std::string_view RemovalName(Removal removal);

// The search for free times (C7). Thread-safe.
//
// It reads who works where and when they may not, and then their busy times, some days at a time
// and each time more: a few offers are mostly found in the first days. What a search costs grows
// with doctors and days, not with what was booked before.
class SlotFinder {
 public:
  // All must outlive the object.
  SlotFinder(SlotRepository& repository, AppointmentRepository& appointments,
             const catalog::Source& catalogs, const core::Clock& clock);

  // INVALID_ARGUMENT with all violations (see ReadSlotDraft; DOCTOR_NOT_FOUND, DOCTOR_INACTIVE,
  // CLINIC_NOT_FOUND, CLINIC_INACTIVE, SPECIALTY, APPOINTMENT_TYPE; RANGE or MODALITY when the type
  // says otherwise), and what the repositories return. `page_size` and `after` (key of the page
  // before, empty for the first) are those of mode ALL; `violations`: what was wrong with them.
  absl::StatusOr<SlotAnswer> Search(const Caller& caller, const SlotDraft& draft, int page_size,
                                    std::string_view after,
                                    std::vector<core::Violation> violations);

  // Reads a wish and judges it as Search does, and adds what is wrong with it. The status is the
  // repositories'.
  absl::StatusOr<SlotWish> Read(const Caller& caller, const SlotDraft& draft,
                                std::vector<core::Violation>& violations);

  // The soonest free time of the wish that `take` takes; with `near`, of those that overlap this
  // time of the wish's doctor, buffers included. None where the wish names what is gone.
  absl::StatusOr<std::optional<SlotOffer>> FirstFree(
      const Caller& caller, SlotWish wish, const std::optional<Span>& near,
      absl::FunctionRef<bool(const SlotOffer&)> take);

 private:
  absl::StatusOr<std::optional<AppointmentType>> TypeOf(const Caller& caller, const SlotWish& wish,
                                                        std::vector<core::Violation>& violations);
  // Why there is no doctor to search; OK where there could be one.
  absl::Status CheckNames(const Caller& caller, const SlotWish& wish,
                          const std::vector<DoctorAtSite>& doctors);

  SlotRepository& repository_;
  AppointmentRepository& appointments_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
