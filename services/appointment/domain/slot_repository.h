#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/appointment/domain/appointment_type.h"
#include "services/appointment/domain/availability.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/slot_wish.h"
#include "services/appointment/domain/span.h"

namespace enlace::appointment {

// An active doctor who works at an active site.
struct DoctorAtSite {
  core::Ulid practitioner_id;
  std::string doctor_name;
  std::optional<std::string> specialty;
  // Lower case; empty: not known.
  std::vector<std::string> languages;
  core::Ulid location_id;
  std::string site_name;
  std::optional<std::string> address;
  std::optional<std::string> city;
  // IANA name.
  std::string time_zone;
  // ISO 3166, two letters: whose holidays the site keeps.
  std::string country;
  // EPS codes; empty: every insurer.
  std::vector<std::string> insurers;
  std::vector<AvailableTime> hours;
  // The site has active rooms.
  bool has_rooms = false;
  // Whether it is the site, and in the city, that was wished for.
  bool site_wished = true;
};

// What a search reads. Each function is one read in the caller's tenant: rows of other tenants do
// not exist for it. Implementations are thread-safe. All functions return UNAVAILABLE,
// DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL.
class SlotRepository {
 public:
  virtual ~SlotRepository() = default;

  // The live, active type of that code; nullopt where there is none.
  virtual absl::StatusOr<std::optional<AppointmentType>> FindType(const Caller& caller,
                                                                  const std::string& code) = 0;

  // The codes of the active types, in order: what a caller can name. At most 50.
  virtual absl::StatusOr<std::vector<std::string>> TypeCodes(const Caller& caller) = 0;

  // The specialties of the active doctors, at most 50; empty where `wished` is one of them, however
  // it is written.
  virtual absl::StatusOr<std::vector<std::string>> SpecialtiesBut(const Caller& caller,
                                                                  const std::string& wished) = 0;

  // Where the doctors that are wished for work, by the ids of doctor and site. `specialties`: of
  // the type of appointment; empty: any.
  virtual absl::StatusOr<std::vector<DoctorAtSite>> DoctorsAtSites(
      const Caller& caller, const SlotWish& wish, const std::vector<std::string>& specialties) = 0;

  // All exceptions that overlap [from, to).
  virtual absl::StatusOr<std::vector<ScheduleException>> Exceptions(const Caller& caller,
                                                                    absl::Time from,
                                                                    absl::Time to) = 0;

  // By country, in order; both days included.
  virtual absl::StatusOr<std::map<std::string, std::vector<absl::CivilDay>>> Holidays(
      const Caller& caller, absl::CivilDay first, absl::CivilDay last) = 0;

  // The busy times, of all sites, that overlap [from, to), of some doctors; merged.
  virtual absl::StatusOr<std::map<core::Ulid, std::vector<Span>>> BusyTimes(
      const Caller& caller, const std::vector<core::Ulid>& doctors, absl::Time from,
      absl::Time to) = 0;

  // The times, overlapping [from, to), at which each active room of some sites is taken; merged. A
  // room that is always free is there as well.
  virtual absl::StatusOr<std::map<core::Ulid, std::vector<std::vector<Span>>>> RoomTimes(
      const Caller& caller, const std::vector<core::Ulid>& sites, absl::Time from,
      absl::Time to) = 0;
};

}  // namespace enlace::appointment
