#include "services/appointment/domain/availabilities.h"

#include <utility>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/available_times.h"
#include "services/appointment/domain/references.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr const char* kTimes = "availableTimes";

absl::Status Absent() { return core::refusal::NotFoundPractitionerRole(); }

// Whether the hours are to be cleared.
bool ReadCleared(const PractitionerRolePatch& patch, Violations& violations) {
  bool cleared = false;
  for (const auto& name : patch.clear_fields) {
    if (name == kTimes) {
      cleared = true;
    } else if (name == "active") {
      violations.push_back(violation::ClearField(name));
    } else {
      // The name comes from the caller: it is not repeated.
      violations.push_back(violation::ClearFieldUnknown("clearFields"));
    }
  }
  if (cleared && patch.available_times) violations.push_back(violation::ClearFieldSent(kTimes));
  return cleared;
}

}  // namespace

Availabilities::Availabilities(AvailabilityRepository& repository, const core::Clock& clock)
    : repository_(repository), clock_(clock) {}

absl::Status Availabilities::CheckDoctorAndSite(const Caller& caller,
                                                const std::optional<core::Ulid>& practitioner_id,
                                                const std::optional<core::Ulid>& location_id,
                                                Violations& violations) {
  if (!practitioner_id && !location_id) return absl::OkStatus();
  const auto found = repository_.FindDoctorAndSite(caller, practitioner_id, location_id);
  if (!found.ok()) return found.status();
  if (practitioner_id && !found->doctor) violations.push_back(violation::DoctorNotFound(kDoctorId));
  if (location_id && !found->site) violations.push_back(violation::ClinicNotFound(kClinicId));
  return absl::OkStatus();
}

absl::StatusOr<PractitionerRole> Availabilities::CreateRole(const Caller& caller,
                                                            const PractitionerRoleDraft& draft) {
  Violations violations;
  const auto doctor = ReadDoctor(draft.doctor_id, violations);
  const auto site = ReadSite(draft.clinic_id, violations);
  if (clinical::Trim(draft.doctor_id).empty()) violations.push_back(violation::Required(kDoctorId));
  if (clinical::Trim(draft.clinic_id).empty()) violations.push_back(violation::Required(kClinicId));
  PractitionerRole role;
  role.id = core::Ulid::Generate(clock_.Now());
  role.practitioner_id = doctor.value_or(core::Ulid());
  role.location_id = site.value_or(core::Ulid());
  role.available_times = ReadAvailableTimes(draft.available_times, kTimes, violations);
  role.active = draft.active.value_or(true);
  const auto status = CheckDoctorAndSite(caller, doctor, site, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!status.ok()) return status;
  return repository_.InsertRole(caller, role);
}

absl::StatusOr<PractitionerRole> Availabilities::GetRole(const Caller& caller,
                                                         std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  auto found = repository_.FindRole(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Absent();
  return **std::move(found);
}

absl::StatusOr<PractitionerRolePage> Availabilities::ListRoles(const Caller& caller,
                                                               const PractitionerRoleQuery& query,
                                                               PageRequest page) {
  const auto after = ReadCursor(page);
  const PractitionerRoleFilter filter{
      .practitioner_id = ReadId(query.doctor_id, kDoctorId, page.violations),
      .location_id = ReadId(query.clinic_id, kClinicId, page.violations),
      .active = query.active};
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListRoles(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  PractitionerRolePage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.roles, page.size);
  return answer;
}

absl::StatusOr<PractitionerRole> Availabilities::UpdateRole(const Caller& caller,
                                                            std::string_view id,
                                                            const PractitionerRolePatch& patch) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  Violations violations;
  const bool cleared = ReadCleared(patch, violations);
  std::vector<AvailableTime> times;
  if (patch.available_times) times = ReadAvailableTimes(*patch.available_times, kTimes, violations);
  return repository_.UpdateRole(
      caller, *key, [&](const PractitionerRole& current) -> absl::StatusOr<PractitionerRole> {
        if (!violations.empty()) return core::InvalidFields(violations);
        auto next = current;
        if (cleared || patch.available_times) next.available_times = times;
        next.active = patch.active.value_or(current.active);
        return next;
      });
}

absl::Status Availabilities::DeleteRole(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  return key ? repository_.DeleteRole(caller, *key) : Absent();
}

}  // namespace enlace::appointment
