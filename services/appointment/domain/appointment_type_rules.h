#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/appointment/domain/appointment_type.h"

namespace enlace::appointment {

// The fields of an appointment type as a caller sent them, not judged yet. Absent: not sent.
struct AppointmentTypeInput {
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::int32_t> duration_minutes;
  std::optional<std::int32_t> buffer_before_minutes;
  std::optional<std::int32_t> buffer_after_minutes;
  std::optional<std::string> modality;
  // Replaces the whole list.
  std::optional<std::vector<std::string>> specialties;
  std::optional<std::string> bookable_by;
  std::optional<std::int32_t> min_notice_minutes;
  std::optional<std::int32_t> max_days_ahead;
  std::optional<bool> active;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
};

// Who may book: ANYONE or STAFF.
std::string_view BookableBy(bool staff_only);

// `current` after the fields that were sent; modality and specialties can be cleared. A new type,
// whose code is empty still, must be sent its code, name and duration. INVALID_ARGUMENT with all
// that is wrong:
//   REQUIRED     code, name or durationMinutes of a new type is missing, or a specialty is blank
//   EMPTY        a field sent empty
//   CODE_FORMAT  the code, which is upper-cased, is not 1 to 60 letters A-Z, digits and underscores
//   TEXT_…       see libs/clinical/text.h: a name has at most 200 characters, a specialty 100
//   RANGE        a number out of range
//   MODALITY     none of the catalogue's
//   LIST_LENGTH  more than 20 specialties; repetitions are dropped
//   ENUM_VALUE   bookableBy is neither ANYONE nor STAFF
//   CLEAR_FIELD  a field that must not be cleared, or is sent and cleared at once
// `warnings`: replaced by what is unusual although it is accepted.
absl::StatusOr<AppointmentType> ApplyInput(const AppointmentType& current,
                                           const AppointmentTypeInput& input,
                                           const catalog::Codes& codes,
                                           std::vector<core::Violation>& warnings);

}  // namespace enlace::appointment
