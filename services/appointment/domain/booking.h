#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/appointment/domain/appointment.h"
#include "services/appointment/domain/offer.h"
#include "services/appointment/domain/person_name.h"

namespace enlace::appointment {

inline constexpr absl::Duration kLongestAppointment = absl::Hours(12);

// What a payload asks for, as far as it could be read.
struct Booking {
  // Everything but its patient, doctor and site; of the room what was asked for.
  Appointment appointment;
  // Absent where neither id nor document could be read.
  std::optional<PersonName> patient;
  std::optional<PersonName> doctor;
  // Absent: the doctor's main site, or the tenant's.
  std::optional<core::Ulid> location_id;
  // What tells the offer that is accepted from all others; absent: explicit times.
  std::optional<std::string> offer;
  // The appointment's patient is to be registered with it.
  bool patient_is_new = false;
};

// Reads a payload and adds everything that is wrong with it:
//   EVENT_TYPE, ACTION_TYPE   not APPOINTMENT, not CREATE
//   REQUIRED                  a time or a person that is missing
//   TIME_…                    see libs/clinical/rfc3339.h
//   END_BEFORE_START          the end is not after the start
//   DURATION                  longer than 12 hours
//   DOCUMENT_…                see libs/catalog/identity_document.h
//   PATIENT_NOT_FOUND, DOCTOR_NOT_FOUND, CLINIC_NOT_FOUND   an id that can't be one
//   ROOM_NOT_FOUND            a room's id that can't be one
//   MODALITY, STATE, NOTIFICATION_STATE   not one of the names
//   INITIAL_STATE             no appointment begins in that state
//   TEXT_…                    see libs/clinical/text.h
//   OFFER_FIELD               said beside an offerId, which says it already
//   PATIENT_FIELD             said beside a person sent along
// `offer`: the terms of the draft's offer_id, where it has one that is good. `warnings`: what is
// unusual although it is accepted is added.
Booking ReadDraft(const AppointmentDraft& draft, const std::optional<OfferTerms>& offer,
                  const catalog::Codes& codes, std::vector<core::Violation>& violations,
                  std::vector<core::Violation>& warnings);

// Adds END_BEFORE_START or DURATION under `endAppointment`.
void CheckSpan(absl::Time start, absl::Time end, std::vector<core::Violation>& violations);

// The rules of the free texts, shared by payloads and changes.
std::optional<std::string> ReadAppointmentType(const std::string& value,
                                               std::vector<core::Violation>& violations);
std::optional<std::string> ReadComment(const std::string& value,
                                       std::vector<core::Violation>& violations);

std::optional<std::string> ReadOverbookReason(const std::string& value,
                                              std::vector<core::Violation>& violations);

// Reads the id of a room; adds ROOM_NOT_FOUND to what can't be one.
std::optional<core::Ulid> ReadRoom(const std::string& value,
                                   std::vector<core::Violation>& violations);

// Reads a name or a national code; adds MODALITY, STATE or NOTIFICATION_STATE. Surrounding white
// space is ignored.
std::optional<std::string> ReadModality(const std::string& value, const catalog::Codes& codes,
                                        std::vector<core::Violation>& violations,
                                        std::vector<core::Violation>& warnings);
std::optional<State> ReadState(const std::string& value, std::vector<core::Violation>& violations);
std::optional<std::string> ReadNotificationState(const std::string& value,
                                                 std::vector<core::Violation>& violations);

// The violations of persons and sites that do not exist or can't be booked.
core::Violation PatientNotFound(const PersonName& name);
core::Violation DoctorNotFound(const PersonName& name);
core::Violation DoctorInactive(const PersonName& name);
core::Violation ClinicNotFound();
core::Violation ClinicInactive();
core::Violation ClinicRequired();

}  // namespace enlace::appointment
