#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/ulid.h"

namespace enlace::patient {

// A patient with its canonical fields, every value in canonical form.
struct Patient {
  core::Ulid id;
  std::optional<std::string> first_name;
  std::optional<std::string> second_name;
  std::optional<std::string> last_name;
  std::optional<std::string> second_last_name;
  std::optional<absl::CivilDay> birth_date;
  // M, F or I.
  std::optional<std::string> gender_id;
  // 01 to 05.
  std::optional<std::string> gender_identity_id;
  // Absent only for patients of a workflow.
  std::optional<clinical::IdentityDocument> document;
  std::optional<std::string> mrn;
  // E.164, without repetitions, at most 10.
  std::vector<std::string> phones;
  // As it was sent; compared in lower case.
  std::optional<std::string> email;
  std::optional<std::string> eps_id;
  bool habeas_data = false;
  // Always an object.
  nlohmann::json custom_fields = nlohmann::json::object();
  std::string owner_id;
  std::optional<std::string> workflow;
  // Set by the database.
  absl::Time created_at;
  absl::Time updated_at;
  bool deleted = false;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const Patient&, const Patient&) = default;
};

}  // namespace enlace::patient
