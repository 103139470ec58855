#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/appointment_repository.h"
#include "services/appointment/domain/inline_patient.h"
#include "services/appointment/domain/nearest_slots.h"
#include "services/appointment/domain/patient_directory.h"

namespace enlace::appointment {

// One page of a list.
struct AppointmentPage {
  std::vector<Appointment> appointments;
  // Key of the last one, where more follow.
  std::optional<std::string> next;
};

// What is to be said beside the answer.
struct BookingNotes {
  // What is unusual although it was accepted.
  std::vector<core::Violation> warnings;
  // With SLOT_TAKEN and ROOM_TAKEN: what could not be had.
  std::optional<TakenTime> taken;
};

// The use cases of appointments (C1 to C5). Thread-safe. An id that is absent, deleted, malformed
// or another tenant's gets one answer: NOT_FOUND. All functions also return what the repository
// does.
class Bookings {
 public:
  // All must outlive the object.
  Bookings(AppointmentRepository& repository, const OfferIds& offer_ids,
           const catalog::Source& catalogs, const core::Clock& clock);

  // INVALID_ARGUMENT with everything that is wrong, absent patients, doctors and sites and offers
  // that are none (OFFER_INVALID) or have expired (OFFER_EXPIRED) included; ALREADY_EXISTS
  // (SLOT_TAKEN, ROOM_TAKEN, OFFER_USED); PERMISSION_DENIED (SCOPE_MISSING) for an overbookReason
  // of a caller who may not; what `patients` answers when it can't tell. Nothing is stored
  // then. `notes` are replaced; likewise below.
  // `inline_patient`: the person sent along, where the draft has one; registered only with the
  // booking. Errors of InlinePatient.
  absl::StatusOr<Appointment> Create(const Caller& caller, PatientDirectory& patients,
                                     const AppointmentDraft& draft, BookingNotes& notes,
                                     InlinePatient* inline_patient = nullptr);

  absl::StatusOr<Appointment> Get(const Caller& caller, std::string_view id);

  // `after`: key of the page before, empty for the first one. `violations`: what is wrong with the
  // page asked for. PERMISSION_DENIED (SCOPE_MISSING) when the filter names no patient and the
  // caller may not list. A patient's document means the patient who bears it now.
  absl::StatusOr<AppointmentPage> List(const Caller& caller, PatientDirectory& patients,
                                       const AppointmentQuery& query, int page_size,
                                       std::string_view after,
                                       std::vector<core::Violation> violations);

  // Changes the fields that were sent; see change.h. ALREADY_EXISTS (SLOT_TAKEN, ROOM_TAKEN). An
  // update that changes nothing makes no new version. What has a deleted doctor or site gets no
  // other time (DOCTOR_NOT_FOUND, CLINIC_NOT_FOUND).
  absl::StatusOr<Appointment> Update(const Caller& caller, std::string_view id,
                                     const AppointmentPatch& patch, BookingNotes& notes);

  // Frees the time at once; a cancelled appointment is answered as it is. FAILED_PRECONDITION
  // (STATE_TRANSITION) when it has begun or was missed.
  absl::StatusOr<Appointment> Cancel(const Caller& caller, std::string_view id,
                                     const std::string& comment);

  // Softly, in any state; the time becomes free.
  absl::Status Delete(const Caller& caller, std::string_view id);

 private:
  catalog::Codes CodesOf(const Caller& caller) const;

  AppointmentRepository& repository_;
  const OfferIds& offer_ids_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
