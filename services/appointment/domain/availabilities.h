#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/availability_repository.h"
#include "services/appointment/domain/page_request.h"

namespace enlace::appointment {

// One page of a list; `next` is the key of the last item, where more follow.
struct PractitionerRolePage {
  std::vector<PractitionerRole> roles;
  std::optional<std::string> next;
};
struct ScheduleExceptionPage {
  std::vector<ScheduleException> exceptions;
  std::optional<std::string> next;
};

// Filters as they were sent; empty is absent.
struct PractitionerRoleQuery {
  std::string doctor_id;
  std::string clinic_id;
  std::optional<bool> active;
};
struct ScheduleExceptionQuery {
  std::string doctor_id;
  std::string clinic_id;
  // RFC 3339.
  std::string from;
  std::string to;
};
struct HolidayQuery {
  // Left out, the tenant's.
  std::string country;
  // Left out together with the two dates, the current one; beside them, they narrow it.
  std::optional<std::int32_t> year;
  // YYYY-MM-DD, both included.
  std::string from;
  std::string to;
};

// What a caller sends to make an exception; empty is absent.
struct ScheduleExceptionDraft {
  std::string doctor_id;
  std::string clinic_id;
  // CLOSED or OPEN.
  std::string kind;
  // RFC 3339.
  std::string start;
  std::string end;
  std::string reason_text;
};

// The use cases of when doctors attend where. Thread-safe. An id that is absent, malformed or
// another tenant's gets one answer: NOT_FOUND. All functions also return what the repository does.
class Availabilities {
 public:
  // Both must outlive the object.
  Availabilities(AvailabilityRepository& repository, const core::Clock& clock);

  // INVALID_ARGUMENT with all violations (REQUIRED, DOCTOR_NOT_FOUND, CLINIC_NOT_FOUND, and those
  // of ReadAvailableTimes); ALREADY_EXISTS (ROLE_EXISTS).
  absl::StatusOr<PractitionerRole> CreateRole(const Caller& caller,
                                              const PractitionerRoleDraft& draft);
  absl::StatusOr<PractitionerRole> GetRole(const Caller& caller, std::string_view id);
  absl::StatusOr<PractitionerRolePage> ListRoles(const Caller& caller,
                                                 const PractitionerRoleQuery& query,
                                                 PageRequest page);
  // INVALID_ARGUMENT with all violations (CLEAR_FIELD, and those of ReadAvailableTimes).
  absl::StatusOr<PractitionerRole> UpdateRole(const Caller& caller, std::string_view id,
                                              const PractitionerRolePatch& patch);
  absl::Status DeleteRole(const Caller& caller, std::string_view id);

  // INVALID_ARGUMENT with all violations (REQUIRED, ENUM_VALUE, TIME_…, DURATION, TEXT_…,
  // DOCTOR_NOT_FOUND, CLINIC_NOT_FOUND).
  absl::StatusOr<ScheduleException> CreateException(const Caller& caller,
                                                    const ScheduleExceptionDraft& draft);
  absl::StatusOr<ScheduleException> GetException(const Caller& caller, std::string_view id);
  absl::StatusOr<ScheduleExceptionPage> ListExceptions(const Caller& caller,
                                                       const ScheduleExceptionQuery& query,
                                                       PageRequest page);
  absl::Status DeleteException(const Caller& caller, std::string_view id);

  // INVALID_ARGUMENT with all violations (COUNTRY, RANGE, DATE_…).
  absl::StatusOr<std::vector<Holiday>> ListHolidays(const Caller& caller,
                                                    const HolidayQuery& query);

 private:
  // Adds DOCTOR_NOT_FOUND and CLINIC_NOT_FOUND of those that are named but not live.
  absl::Status CheckDoctorAndSite(const Caller& caller,
                                  const std::optional<core::Ulid>& practitioner_id,
                                  const std::optional<core::Ulid>& location_id,
                                  std::vector<core::Violation>& violations);

  AvailabilityRepository& repository_;
  const core::Clock& clock_;
};

// `CLOSED` or `OPEN`.
std::string_view KindName(ScheduleException::Kind kind);
std::optional<ScheduleException::Kind> ParseKind(std::string_view name);

}  // namespace enlace::appointment
