#include "services/appointment/storage/appointment_repository.h"

#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/appointment_row.h"
#include "services/appointment/storage/booking_statements.h"
#include "services/appointment/storage/doctor_and_site.h"
#include "services/appointment/storage/list_statements.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
absl::StatusOr<db::Rows> PgAppointmentRepository::RunAlone(const Caller& caller,
                                                           const db::Statement& statement,
                                                           const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<DoctorAndSite> PgAppointmentRepository::FindDoctorAndSite(const Caller& caller,
                                                                         const Booking& booking) {
  const auto rows =
      RunAlone(caller, FindDoctorAndSiteStatement(), FindDoctorAndSiteParams(caller, booking));
  if (!rows.ok()) return rows.status();
  return ReadDoctorAndSite((*rows)[0]);
}

absl::StatusOr<db::Rows> PgAppointmentRepository::RunBooking(const Caller& caller,
                                                             const db::Params& params,
                                                             const BeforeCommit& before_commit) {
  if (!before_commit) return RunAlone(caller, BookStatement(), params);
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  auto rows = transaction->Run(BookStatement(), params);
  if (!rows.ok()) return rows.status();
  if (!(*rows)[0].IsNull("id")) {
    if (auto status = before_commit(); !status.ok()) return status;
  }
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return rows;
}

absl::StatusOr<BookingOutcome> PgAppointmentRepository::Book(const Caller& caller,
                                                             const Booking& booking,
                                                             const BeforeCommit& before_commit) {
  const auto params = BookParams(caller, booking);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunBooking(caller, params, before_commit); });
  if (!rows.ok()) {
    const auto constraint = db::ConstraintOf(rows.status());
    // Booked by it, and cancelled, while this was under way.
    if (constraint == "appointments_offer_once") return core::refusal::OfferUsed();
    if (constraint == "waitlist_offer_open") {
      return core::InvalidFields({core::violation::OfferExpiredWaitlist("offerId")});
    }
    if (constraint == "waitlist_offer_patient") {
      return core::InvalidFields({core::violation::OfferPatient("offerId")});
    }
    return rows.status();
  }
  const auto row = (*rows)[0];
  BookingOutcome outcome{ReadDoctorAndSite(row), row.Bool("offer_used"), row.Bool("room_taken"),
                         std::nullopt};
  if (!row.IsNull("id")) outcome.booked = ReadAppointment(row);
  return outcome;
}

absl::StatusOr<std::optional<Appointment>> PgAppointmentRepository::Find(const Caller& caller,
                                                                         const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  const auto rows = RunAlone(caller, kFindAppointment, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Appointment>();
  return std::optional(ReadAppointment((*rows)[0]));
}

absl::StatusOr<std::vector<Appointment>> PgAppointmentRepository::List(
    const Caller& caller, const AppointmentFilter& filter,
    const std::optional<AppointmentCursor>& after, int limit) {
  const auto rows =
      RunAlone(caller, ListStatementFor(filter), ListParams(caller, filter, after, limit));
  if (!rows.ok()) return rows.status();
  std::vector<Appointment> appointments;
  appointments.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) appointments.push_back(ReadAppointment((*rows)[i]));
  return appointments;
}

}  // namespace enlace::appointment::storage
