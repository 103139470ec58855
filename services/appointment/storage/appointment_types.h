#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/appointment_type_repository.h"

namespace enlace::appointment::storage {

// Appointment types in PostgreSQL. A change costs two round trips, any other call one.
class PgAppointmentTypeRepository final : public AppointmentTypeRepository {
 public:
  // `database` must outlive the repository.
  explicit PgAppointmentTypeRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<AppointmentType> Insert(const Caller& caller,
                                         const AppointmentType& type) override;
  absl::StatusOr<std::optional<AppointmentType>> Find(const Caller& caller,
                                                      const core::Ulid& id) override;
  absl::StatusOr<std::vector<AppointmentType>> List(const Caller& caller,
                                                    const std::optional<bool>& active,
                                                    const std::optional<core::Ulid>& after,
                                                    int limit) override;
  absl::StatusOr<AppointmentType> Update(const Caller& caller, const core::Ulid& id,
                                         const Worker& worker) override;
  absl::Status Delete(const Caller& caller, const core::Ulid& id) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
