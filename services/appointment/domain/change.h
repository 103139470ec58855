#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/appointment/domain/appointment.h"

namespace enlace::appointment {

// A site that a change or a booking names.
struct Site {
  core::Ulid id;
  // IANA name.
  std::string time_zone;
  bool active = true;
};

// A patch as far as it could be read.
struct Change {
  std::optional<absl::Time> start;
  std::optional<absl::Time> end;
  std::optional<std::string> modality;
  std::optional<State> state;
  std::optional<std::string> notification_state;
  std::optional<std::string> appointment_type;
  std::optional<core::Ulid> location_id;
  std::optional<core::Ulid> room_id;
  std::optional<std::string> overbook_reason;
  std::optional<std::string> comment;
  std::optional<nlohmann::json> custom_fields;
  // Of appointmentType, comment and customFields.
  std::set<std::string, std::less<>> cleared;

  bool Reschedules() const { return start.has_value() || end.has_value(); }
  // Whether the doctor's time may be another afterwards: that of a type has its buffers.
  bool TakesTime() const {
    return Reschedules() || appointment_type.has_value() || cleared.count("appointmentType") > 0;
  }
};

// Reads a patch; adds what ReadDraft adds, and
//   EMPTY        a field sent empty: null clears it
//   CLEAR_FIELD  a field that must not be cleared, or is sent and cleared at once
// and adds to `warnings` what is unusual although it is accepted.
Change ReadPatch(const AppointmentPatch& patch, const catalog::Codes& codes,
                 std::vector<core::Violation>& violations, std::vector<core::Violation>& warnings);

// The appointment after the change. A new start without an end keeps the duration. `site`: the one
// that the change names, absent where there is none. INVALID_ARGUMENT with `violations` and what
// else is wrong with the outcome (END_BEFORE_START, DURATION, CLINIC_NOT_FOUND, CLINIC_INACTIVE);
// otherwise FAILED_PRECONDITION (STATE_TRANSITION) for an impossible move, and for another time of
// an appointment in a final state.
absl::StatusOr<Appointment> Apply(const Change& change, const Appointment& current,
                                  const std::optional<Site>& site,
                                  std::vector<core::Violation> violations);

// The cancelled appointment; a comment replaces the appointment's. A cancelled one stays as it is.
absl::StatusOr<Appointment> Cancelled(const Appointment& current,
                                      const std::optional<std::string>& comment);

}  // namespace enlace::appointment
