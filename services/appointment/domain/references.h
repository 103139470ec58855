#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/clinical/text.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/core/ulid.h"

// How roles and exceptions name a doctor and a site.
namespace enlace::appointment {

inline constexpr const char* kDoctorId = "doctorId";
inline constexpr const char* kClinicId = "clinicId";

// The id of a doctor that a body names; nullopt where it names none, or after adding
// DOCTOR_NOT_FOUND for what is no id.
inline std::optional<core::Ulid> ReadDoctor(const std::string& value,
                                            std::vector<core::Violation>& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(text);
  if (!id) violations.push_back(core::violation::DoctorNotFound(kDoctorId));
  return id;
}

// The same of a site, with CLINIC_NOT_FOUND.
inline std::optional<core::Ulid> ReadSite(const std::string& value,
                                          std::vector<core::Violation>& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(text);
  if (!id) violations.push_back(core::violation::ClinicNotFound(kClinicId));
  return id;
}

// The id that a filter names; nullopt where it names none, or after adding ID_FORMAT.
inline std::optional<core::Ulid> ReadId(const std::string& value, const char* field,
                                        std::vector<core::Violation>& violations) {
  if (value.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(value);
  if (!id) violations.push_back(core::violation::IdFormat(field));
  return id;
}

}  // namespace enlace::appointment
