#include "services/appointment/domain/change.h"

#include <algorithm>
#include <array>
#include <utility>

#include "libs/clinical/custom_fields.h"
#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::array<std::string_view, 3> kClearable = {"appointmentType", "comment",
                                                        "customFields"};
constexpr std::array<std::string_view, 8> kNotClearable = {
    "startAppointment",  "endAppointment", "modality", "state",
    "notificationState", "clinicId",       "roomId",   "overbookReason"};

template <typename Names>
bool Holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::set<std::string, std::less<>> ReadCleared(const AppointmentPatch& patch,
                                               Violations& violations) {
  std::set<std::string, std::less<>> cleared;
  for (const auto& name : patch.clear_fields) {
    if (Holds(kClearable, name)) {
      cleared.insert(name);
    } else if (Holds(kNotClearable, name)) {
      violations.push_back(core::violation::ClearField(name));
    } else {
      // The name comes from the caller: it is not repeated.
      violations.push_back(core::violation::ClearFieldUnknown("clearFields"));
    }
  }
  const auto refuse = [&](std::string_view name, bool sent) {
    if (!sent || cleared.count(name) == 0) return;
    violations.push_back(core::violation::ClearFieldSent(name));
  };
  refuse("appointmentType", patch.appointment_type.has_value());
  refuse("comment", patch.comment.has_value());
  refuse("customFields", patch.custom_fields.has_value());
  return cleared;
}

// The text of a field that was sent; null when it was not, or empty, which is a violation.
const std::string* Sent(const std::optional<std::string>& value, const char* field,
                        Violations& violations) {
  if (!value) return nullptr;
  if (!clinical::Trim(*value).empty()) return &*value;
  violations.push_back(core::violation::Empty(field));
  return nullptr;
}

void ApplyTimes(const Change& change, Appointment& next, Violations& violations) {
  if (!change.Reschedules()) return;
  const auto before = std::pair(next.start, next.end);
  const absl::Duration duration = next.end - next.start;
  if (change.start) next.start = *change.start;
  if (change.end) {
    next.end = *change.end;
  } else if (change.start) {
    next.end = next.start + duration;
  }
  CheckSpan(next.start, next.end, violations);
  // At another time it may overlap nothing any more.
  if (before != std::pair(next.start, next.end)) next.overbook_reason = change.overbook_reason;
}

void ApplySite(const Change& change, const std::optional<Site>& site, Appointment& next,
               Violations& violations) {
  if (!change.location_id || *change.location_id == next.location_id) return;
  if (!site) {
    violations.push_back(ClinicNotFound());
  } else if (!site->active) {
    violations.push_back(ClinicInactive());
  } else {
    next.location_id = site->id;
    next.time_zone = site->time_zone;
  }
}

void ApplyTexts(const Change& change, Appointment& next, Violations& violations) {
  if (change.modality) next.modality = *change.modality;
  if (change.room_id) next.room_id = change.room_id;
  if (change.notification_state) next.notification_state = *change.notification_state;
  if (change.cleared.count("appointmentType") > 0) next.appointment_type.reset();
  if (change.appointment_type) next.appointment_type = change.appointment_type;
  if (change.cleared.count("comment") > 0) next.comment.reset();
  if (change.comment) next.comment = change.comment;
  if (change.cleared.count("customFields") > 0) next.custom_fields = nlohmann::json::object();
  if (change.custom_fields) {
    clinical::MergeCustomFields(*change.custom_fields, "customFields", next.custom_fields,
                                violations);
  }
}

}  // namespace

Change ReadPatch(const AppointmentPatch& patch, const catalog::Codes& codes, Violations& violations,
                 Violations& warnings) {
  Change change;
  change.cleared = ReadCleared(patch, violations);
  if (const auto* text = Sent(patch.start, "startAppointment", violations)) {
    change.start = clinical::ReadTime(*text, "startAppointment", violations);
  }
  if (const auto* text = Sent(patch.end, "endAppointment", violations)) {
    change.end = clinical::ReadTime(*text, "endAppointment", violations);
  }
  if (const auto* text = Sent(patch.modality, "modality", violations)) {
    change.modality = ReadModality(*text, codes, violations, warnings);
  }
  if (const auto* text = Sent(patch.state, "state", violations)) {
    change.state = ReadState(*text, violations);
  }
  if (const auto* text = Sent(patch.notification_state, "notificationState", violations)) {
    change.notification_state = ReadNotificationState(*text, violations);
  }
  if (const auto* text = Sent(patch.appointment_type, "appointmentType", violations)) {
    change.appointment_type = ReadAppointmentType(*text, violations);
  }
  if (const auto* text = Sent(patch.clinic_id, "clinicId", violations)) {
    change.location_id = core::Ulid::Parse(clinical::Trim(*text));
    if (!change.location_id) violations.push_back(ClinicNotFound());
  }
  if (const auto* text = Sent(patch.room_id, "roomId", violations)) {
    change.room_id = ReadRoom(*text, violations);
  }
  if (const auto* text = Sent(patch.overbook_reason, "overbookReason", violations)) {
    change.overbook_reason = ReadOverbookReason(*text, violations);
    if (!change.Reschedules()) violations.push_back(core::violation::Required("startAppointment"));
  }
  if (const auto* text = Sent(patch.comment, "comment", violations)) {
    change.comment = ReadComment(*text, violations);
  }
  change.custom_fields = patch.custom_fields;
  violations.insert(violations.end(), patch.unreadable.begin(), patch.unreadable.end());
  return change;
}

absl::StatusOr<Appointment> Apply(const Change& change, const Appointment& current,
                                  const std::optional<Site>& site, Violations violations) {
  Appointment next = current;
  ApplyTimes(change, next, violations);
  ApplySite(change, site, next, violations);
  ApplyTexts(change, next, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (change.state) {
    if (auto status = CheckMove(current.state, *change.state); !status.ok()) return status;
    next.state = *change.state;
  }
  const bool moved = next.start != current.start || next.end != current.end;
  if (moved && IsFinal(current.state)) {
    return core::refusal::StateTransitionMove(StateName(current.state));
  }
  return next;
}

absl::StatusOr<Appointment> Cancelled(const Appointment& current,
                                      const std::optional<std::string>& comment) {
  if (current.state == State::kCancelled) return current;
  if (auto status = CheckMove(current.state, State::kCancelled); !status.ok()) return status;
  Appointment next = current;
  next.state = State::kCancelled;
  if (comment) next.comment = comment;
  return next;
}

}  // namespace enlace::appointment
