#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/appointment_repository.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment {

// A person whom one booking brings along, and the patient service, asked with the caller's rights.
class InlinePatient {
 public:
  struct Verdict {
    // Who has the document; absent: nobody yet.
    std::optional<core::Ulid> id;
    clinical::IdentityDocument document;
    std::optional<std::string> workflow;
    // What is unusual about what was sent.
    std::vector<core::Violation> warnings;
  };

  virtual ~InlinePatient() = default;

  // Judges the person and finds who has the document; stores nothing. INVALID_ARGUMENT with all
  // violations, under `patient.`; UNAVAILABLE and others as PatientDirectory answers them.
  virtual absl::StatusOr<Verdict> Judge() = 0;

  // Registers the person under `id`, unless somebody has the document: answers who has it now. To
  // be repeated after an error, which leaves open whether it was done. A call that is only tried
  // registers nobody and answers `id`.
  virtual absl::StatusOr<core::Ulid> Register(const core::Ulid& id) = 0;
};

// Fills the booking's patient; a new one gets an id from `now`. Adds what is wrong with the person.
// Answers an error when the person can't be judged.
absl::Status JudgeInlinePatient(InlinePatient& patient, absl::Time now, Booking& booking,
                                std::vector<core::Violation>& violations,
                                std::vector<core::Violation>& warnings);

// Books for a patient who is new. The patient is registered when the booking is certain but for its
// commit, so that a booking that is refused leaves none behind. When somebody else has registered
// the document meanwhile, it is booked for who has it. Errors of the repository and of Register.
absl::StatusOr<BookingOutcome> BookWithNewPatient(AppointmentRepository& repository,
                                                  const Caller& caller, Booking booking,
                                                  InlinePatient& patient);

}  // namespace enlace::appointment
