#include "services/appointment/domain/inline_patient.h"

#include <iterator>
#include <utility>

namespace enlace::appointment {
namespace {

void Append(std::vector<core::Violation> from, std::vector<core::Violation>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

absl::Status JudgeInlinePatient(InlinePatient& patient, absl::Time now, Booking& booking,
                                std::vector<core::Violation>& violations,
                                std::vector<core::Violation>& warnings) {
  auto verdict = patient.Judge();
  if (!verdict.ok()) {
    auto found = core::DetailsOf(verdict.status()).violations;
    if (found.empty()) return verdict.status();
    Append(std::move(found), violations);
    return absl::OkStatus();
  }
  booking.patient_is_new = !verdict->id;
  booking.appointment.patient_id = verdict->id.value_or(core::Ulid::Generate(now));
  booking.appointment.patient_document = std::move(verdict->document);
  booking.appointment.patient_workflow = std::move(verdict->workflow);
  Append(std::move(verdict->warnings), warnings);
  return absl::OkStatus();
}

absl::StatusOr<BookingOutcome> BookWithNewPatient(AppointmentRepository& repository,
                                                  const Caller& caller, Booking booking,
                                                  InlinePatient& patient) {
  std::optional<core::Ulid> other;
  auto outcome = repository.Book(caller, booking, [&]() -> absl::Status {
    const auto registered = patient.Register(booking.appointment.patient_id);
    if (!registered.ok()) return registered.status();
    if (*registered == booking.appointment.patient_id) return absl::OkStatus();
    other = *registered;
    return absl::AlreadyExistsError("the document was registered meanwhile");
  });
  if (!other) return outcome;
  booking.appointment.patient_id = *other;
  return repository.Book(caller, booking);
}

}  // namespace enlace::appointment
