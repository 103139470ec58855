#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// A licence to practise.
struct Licence {
  // Of the USA (FL), or a department (CO-DC, 11): 2 to 10 letters A-Z, digits and hyphens.
  std::string state;
  std::string number;
  // The last day it is valid on.
  std::optional<absl::CivilDay> expires_on;

  friend bool operator==(const Licence&, const Licence&) = default;
};

// A doctor (FHIR Practitioner).
struct Practitioner {
  core::Ulid id;
  std::string first_name;
  std::optional<std::string> second_name;
  std::string last_name;
  std::optional<std::string> second_last_name;
  clinical::IdentityDocument document;
  std::optional<std::string> specialty;
  // Main site.
  std::optional<core::Ulid> location_id;
  // See libs/clinical/npi.h and dea.h.
  std::optional<std::string> npi;
  std::optional<std::string> dea_number;
  // At most one for a state and number.
  std::vector<Licence> licences;
  // See libs/clinical/language_tag.h; each once.
  std::vector<std::string> languages;
  bool active = true;
  // Whether calendar feeds name the patients of this doctor's appointments.
  bool calendar_shows_patients = false;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const Practitioner&, const Practitioner&) = default;
};

struct LicenceInput {
  std::string state;
  std::string number;
  // Empty is absent.
  std::string expires_on;
};

// The fields of a doctor as a caller sent them, not judged yet. Absent: not sent.
struct PractitionerInput {
  std::optional<std::string> first_name;
  std::optional<std::string> second_name;
  std::optional<std::string> last_name;
  std::optional<std::string> second_last_name;
  std::optional<std::string> doc_type_id;
  std::optional<std::string> doc_number;
  std::optional<std::string> specialty;
  std::optional<std::string> clinic_id;
  std::optional<std::string> npi;
  std::optional<std::string> dea_number;
  // Lists replace the whole list.
  std::optional<std::vector<LicenceInput>> licences;
  std::optional<std::vector<std::string>> languages;
  std::optional<bool> active;
  std::optional<bool> calendar_shows_patients;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
};

}  // namespace enlace::appointment
