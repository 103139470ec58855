#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/appointment/domain/slot_answer.h"
#include "services/appointment/domain/slot_calendar.h"
#include "services/appointment/domain/slot_repository.h"
#include "services/appointment/domain/slots.h"
#include "services/appointment/domain/varied.h"

namespace enlace::appointment {

// Where a page of slots ended: at a time, with a doctor at a site.
struct SlotCursor {
  static std::optional<SlotCursor> Parse(std::string_view text);
  static SlotCursor Of(const SlotOffer& offer);
  std::string ToString() const;
  bool Before(const SlotOffer& offer) const;

  absl::Time start;
  std::string doctor_and_site;
};

// One search on its way, once it is known whom it concerns. Not thread-safe; the parameters of the
// constructor must outlive the object.
class SlotInquiry {
 public:
  SlotInquiry(SlotRepository& repository, const Caller& caller, const SlotWish& wish,
              std::optional<AppointmentType> type, absl::Time now);

  // A few varied offers. Only one of the three is called, once.
  absl::StatusOr<SlotAnswer> Offers(std::vector<DoctorAtSite> doctors);
  // All offers after the cursor, `size` at most.
  absl::StatusOr<SlotAnswer> Page(std::vector<DoctorAtSite> doctors, std::size_t size,
                                  const std::optional<SlotCursor>& after);
  // The `most` offers that begin nearest to `time`, which lies within the search; of two as near
  // the earlier one is first.
  absl::StatusOr<std::vector<SlotOffer>> Nearest(std::vector<DoctorAtSite> doctors, absl::Time time,
                                                 std::size_t most);

 private:
  absl::Status Open(std::vector<DoctorAtSite> doctors, absl::Time to);
  // Searches part after part with `query_`, until `visit` answers true.
  absl::Status EachPart(absl::Time from, absl::Time to, absl::FunctionRef<bool()> visit);
  absl::StatusOr<std::optional<SlotOffer>> Later();
  SlotExplanation Explain(const SlotCount& count) const;
  SlotTraits TraitsOf(const Slot& slot) const;
  SlotOffer OfferOf(const Slot& slot) const;
  // Canonical name.
  std::string Modality() const;

  SlotRepository& repository_;
  const Caller& caller_;
  const SlotWish& wish_;
  const std::optional<AppointmentType> type_;
  SlotQuery query_;
  std::unique_ptr<SlotCalendar> calendar_;
};

}  // namespace enlace::appointment
