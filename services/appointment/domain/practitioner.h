#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

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
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;
};

// What a caller sends to make one; empty is absent.
struct PractitionerDraft {
  std::string first_name;
  std::string second_name;
  std::string last_name;
  std::string second_last_name;
  std::string doc_type_id;
  std::string doc_number;
  std::string specialty;
  std::string clinic_id;
  std::optional<bool> active;
};

}  // namespace enlace::appointment
