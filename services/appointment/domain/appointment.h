#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/state.h"

namespace enlace::appointment {

// A booking of a doctor's time for a patient (C1; FHIR Appointment).
struct Appointment {
  core::Ulid id;
  absl::Time start;
  absl::Time end;
  core::Ulid patient_id;
  // As it was at the booking; a workflow's patient may have none.
  std::optional<clinical::IdentityDocument> patient_document;
  // The workflow that the patient belongs to; of one that is to be stored alone.
  std::optional<std::string> patient_workflow;
  core::Ulid practitioner_id;
  clinical::IdentityDocument practitioner_document;
  core::Ulid location_id;
  // Absent where the site has no rooms, or none is needed.
  std::optional<core::Ulid> room_id;
  // Why it may overlap the doctor's other time; stored only while it does.
  std::optional<std::string> overbook_reason;
  // Canonical names, see codes.h.
  std::string modality;
  State state = State::kScheduled;
  std::string notification_state;
  std::optional<std::string> appointment_type;
  std::optional<std::string> comment;
  nlohmann::json custom_fields = nlohmann::json::object();
  std::string owner_id;
  bool deleted = false;
  // IANA name, of the site.
  std::string time_zone;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const Appointment&, const Appointment&) = default;
};

// The bot's payload as it was sent; empty is absent.
struct AppointmentDraft {
  std::string event_type;
  std::string action_type;
  // Says times, doctor, site, type and modality instead of the fields below.
  std::string offer_id;
  std::string start;
  std::string end;
  std::string patient_id;
  std::string patient_doc_type_id;
  std::string patient_doc_number;
  // The person is sent along instead of being named.
  bool has_inline_patient = false;
  std::string doctor_id;
  std::string doctor_doc_type_id;
  std::string doctor_doc_number;
  std::string modality;
  std::string state;
  std::string notification_state;
  std::string appointment_type;
  std::string clinic_id;
  std::string room_id;
  std::string overbook_reason;
  std::string comment;
  nlohmann::json custom_fields = nlohmann::json::object();
  // What was wrong before it could be read.
  std::vector<core::Violation> unreadable;
};

// A change as it was sent: what is absent stays.
struct AppointmentPatch {
  std::optional<std::string> start;
  std::optional<std::string> end;
  std::optional<std::string> modality;
  std::optional<std::string> state;
  std::optional<std::string> notification_state;
  std::optional<std::string> appointment_type;
  std::optional<std::string> clinic_id;
  std::optional<std::string> room_id;
  std::optional<std::string> overbook_reason;
  std::optional<std::string> comment;
  // Merged by key; null removes a key.
  std::optional<nlohmann::json> custom_fields;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
  std::vector<core::Violation> unreadable;
};

}  // namespace enlace::appointment
