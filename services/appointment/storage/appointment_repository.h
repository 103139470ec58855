#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/appointment_repository.h"

namespace enlace::appointment::storage {

// Appointments in PostgreSQL. A booking is one round trip, a read is one, a change two.
class PgAppointmentRepository final : public AppointmentRepository {
 public:
  // `database` must outlive the repository.
  explicit PgAppointmentRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<DoctorAndSite> FindDoctorAndSite(const Caller& caller,
                                                  const Booking& booking) override;
  using AppointmentRepository::Book;
  absl::StatusOr<BookingOutcome> Book(const Caller& caller, const Booking& booking,
                                      const BeforeCommit& before_commit) override;
  absl::StatusOr<std::optional<Appointment>> Find(const Caller& caller,
                                                  const core::Ulid& id) override;
  absl::StatusOr<std::vector<Appointment>> List(const Caller& caller,
                                                const AppointmentFilter& filter,
                                                const std::optional<AppointmentCursor>& after,
                                                int limit) override;
  absl::StatusOr<Appointment> Update(const Caller& caller, const core::Ulid& id, const Needs& needs,
                                     const Worker& worker) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);
  absl::StatusOr<db::Rows> RunBooking(const Caller& caller, const db::Params& params,
                                      const BeforeCommit& before_commit);
  absl::StatusOr<Appointment> UpdateOnce(const Caller& caller, const core::Ulid& id,
                                         const Needs& needs, const Worker& worker);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
