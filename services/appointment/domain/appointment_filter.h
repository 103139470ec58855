#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "libs/catalog/codes.h"
#include "libs/clinical/custom_fields.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/person_name.h"
#include "services/appointment/domain/state.h"

namespace enlace::appointment {

// The filters of a list as they were sent; empty is absent.
struct AppointmentQuery {
  std::string from;
  std::string to;
  std::string modality;
  std::string state;
  std::string notification_state;
  std::string appointment_type;
  std::string doctor_id;
  std::string doctor_doc_type_id;
  std::string doctor_doc_number;
  std::string patient_id;
  std::string patient_doc_type_id;
  std::string patient_doc_number;
  std::string clinic_id;
  clinical::CustomFieldFilter custom_fields;
  // startAppointment or createdAt, alone or with desc; empty: the former.
  std::string order_by;
};

// All conditions hold at once.
struct AppointmentFilter {
  // Appointments that overlap [from, to): they end after `from` and start before `to`.
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
  std::optional<std::string> modality;
  std::optional<State> state;
  std::optional<std::string> notification_state;
  std::optional<std::string> appointment_type;
  std::optional<PersonName> doctor;
  std::optional<PersonName> patient;
  std::optional<core::Ulid> location_id;
  // Top-level custom fields by their text.
  clinical::CustomFieldFilter custom_fields;
  // By the ids, which is the order of booking; only where there is no condition.
  bool by_creation = false;
  // Backwards.
  bool descending = false;
};

// Adds a violation for every value that can't be one: ID_FORMAT, TIME_…, TIME_ORDER (`to` not after
// `from`), MODALITY, STATE, NOTIFICATION_STATE, DOCUMENT_…, REQUIRED (half a document), TEXT_…,
// CUSTOM_FIELDS_COUNT, ORDER_BY.
AppointmentFilter ReadFilter(const AppointmentQuery& query, const catalog::Codes& codes,
                             std::vector<core::Violation>& violations);

// Place in a list: its order is by start, then id, or by id alone.
struct AppointmentCursor {
  absl::Time start;
  core::Ulid id;

  std::string ToString() const;
  static std::optional<AppointmentCursor> Parse(std::string_view text);
};

}  // namespace enlace::appointment
