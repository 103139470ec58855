#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/appointment/domain/availability.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/practitioner_role.h"

namespace enlace::appointment {

// Which roles a list holds.
struct PractitionerRoleFilter {
  std::optional<core::Ulid> practitioner_id;
  std::optional<core::Ulid> location_id;
  std::optional<bool> active;
};

// Which exceptions a list holds: those that name the doctor and the site, and have a time in common
// with what is between `from` and `to`.
struct ScheduleExceptionFilter {
  std::optional<core::Ulid> practitioner_id;
  std::optional<core::Ulid> location_id;
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
};

// Where roles, exceptions and holidays are kept. Each function is one transaction in the caller's
// tenant: rows of other tenants do not exist for it. Implementations are thread-safe. Besides what
// is named, all functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and
// INTERNAL. Lists hold live rows in the order of their ids, which is that of their creation, after
// `after`, at most `limit`.
class AvailabilityRepository {
 public:
  virtual ~AvailabilityRepository() = default;

  struct DoctorAndSite {
    bool doctor = false;
    bool site = false;
  };
  // Which of those that are named are live; what is not named is not.
  virtual absl::StatusOr<DoctorAndSite> FindDoctorAndSite(
      const Caller& caller, const std::optional<core::Ulid>& practitioner_id,
      const std::optional<core::Ulid>& location_id) = 0;

  // ALREADY_EXISTS (ROLE_EXISTS) when the doctor has a live role at the site; FAILED_PRECONDITION
  // when one of them is missing.
  virtual absl::StatusOr<PractitionerRole> InsertRole(const Caller& caller,
                                                      const PractitionerRole& role) = 0;
  // A live role; nullopt where there is none.
  virtual absl::StatusOr<std::optional<PractitionerRole>> FindRole(const Caller& caller,
                                                                   const core::Ulid& id) = 0;
  virtual absl::StatusOr<std::vector<PractitionerRole>> ListRoles(
      const Caller& caller, const PractitionerRoleFilter& filter,
      const std::optional<core::Ulid>& after, int limit) = 0;

  // Makes of the current role the one that is to be stored; may be called again after a conflict.
  using RoleWorker = std::function<absl::StatusOr<PractitionerRole>(const PractitionerRole&)>;

  // Locks a live role, and stores what `worker` makes of its hours and of `active`, unless nothing
  // changed. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match; what `worker`
  // answers.
  virtual absl::StatusOr<PractitionerRole> UpdateRole(const Caller& caller, const core::Ulid& id,
                                                      const RoleWorker& worker) = 0;
  // Softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match.
  virtual absl::Status DeleteRole(const Caller& caller, const core::Ulid& id) = 0;

  // FAILED_PRECONDITION when the doctor or the site is missing.
  virtual absl::StatusOr<ScheduleException> InsertException(const Caller& caller,
                                                            const ScheduleException& exception) = 0;
  // A live exception; nullopt where there is none.
  virtual absl::StatusOr<std::optional<ScheduleException>> FindException(const Caller& caller,
                                                                         const core::Ulid& id) = 0;
  virtual absl::StatusOr<std::vector<ScheduleException>> ListExceptions(
      const Caller& caller, const ScheduleExceptionFilter& filter,
      const std::optional<core::Ulid>& after, int limit) = 0;
  // Softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match.
  virtual absl::Status DeleteException(const Caller& caller, const core::Ulid& id) = 0;

  // By day, both included. At most some hundred.
  virtual absl::StatusOr<std::vector<Holiday>> ListHolidays(const Caller& caller,
                                                            const std::string& country,
                                                            absl::CivilDay from,
                                                            absl::CivilDay to) = 0;
};

}  // namespace enlace::appointment
