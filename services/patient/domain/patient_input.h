#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "libs/core/error.h"

namespace enlace::patient {

// The fields of a patient as a caller sent them, not judged yet. Absent: not sent.
struct PatientInput {
  std::optional<std::string> first_name;
  std::optional<std::string> second_name;
  std::optional<std::string> last_name;
  std::optional<std::string> second_last_name;
  std::optional<std::string> birth_date;
  std::optional<std::string> gender_id;
  std::optional<std::string> gender_identity_id;
  std::optional<std::string> doc_type_id;
  std::optional<std::string> doc_number;
  std::optional<std::string> mrn;
  // Replaces the whole list.
  std::optional<std::vector<std::string>> phones;
  std::optional<std::string> email;
  std::optional<std::string> eps_id;
  std::optional<bool> habeas_data;
  // Merged by key; null removes a key.
  std::optional<nlohmann::json> custom_fields;
  std::optional<std::string> workflow;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
  // What could not even be read (custom fields beyond their limits).
  std::vector<core::Violation> unreadable;
};

// The bot's envelope: `eventType` and `actionType` of the payload.
struct Envelope {
  std::string event_type;
  std::string action_type;
};

}  // namespace enlace::patient
