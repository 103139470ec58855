#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/appointment/domain/slot_repository.h"
#include "services/appointment/domain/slots.h"

namespace enlace::appointment {

// What one search knows of the doctors' time: hours, exceptions and holidays of its whole period,
// and the busy times of the part that is being searched. Lives as long as the search.
class SlotCalendar {
 public:
  // Reads everything but the busy times, for appointments that begin within [from, to).
  // `in_person`: they need a room where the site has any.
  static absl::StatusOr<std::unique_ptr<SlotCalendar>> Read(SlotRepository& repository,
                                                            const Caller& caller,
                                                            const SlotWish& wish, bool in_person,
                                                            std::vector<DoctorAtSite> doctors,
                                                            absl::Time from, absl::Time to);

  // Reads the busy times of appointments that begin within [from, to).
  absl::Status ReadBusyTimes(SlotRepository& repository, const Caller& caller, absl::Time from,
                             absl::Time to);

  // One for each doctor at a site, in the same order.
  const std::vector<Place>& places() const { return places_; }
  const std::vector<DoctorAtSite>& doctors() const { return doctors_; }
  // Whether but one doctor at one site meets the wishes that do not depend on the time.
  bool one_place() const;

 private:
  explicit SlotCalendar(std::vector<DoctorAtSite> doctors) : doctors_(std::move(doctors)) {}
  void AddPlaces(const SlotWish& wish, bool in_person,
                 const std::vector<ScheduleException>& exceptions, absl::Time from, absl::Time to);

  const std::vector<DoctorAtSite> doctors_;
  std::vector<Place> places_;
  // Places point into these.
  std::map<std::string, SiteClock> clocks_;
  std::map<std::string, std::vector<absl::CivilDay>> holidays_;
  std::map<core::Ulid, std::vector<Span>> busy_;
  // By site, of those whose rooms are needed.
  std::map<core::Ulid, std::vector<std::vector<Span>>> rooms_;
};

}  // namespace enlace::appointment
