#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/availability_repository.h"

namespace enlace::appointment::storage {

// Roles, exceptions and holidays in PostgreSQL. Each call is one round trip; a change or a deletion
// costs two.
class PgAvailabilityRepository final : public AvailabilityRepository {
 public:
  // `database` must outlive the repository.
  explicit PgAvailabilityRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<DoctorAndSite> FindDoctorAndSite(
      const Caller& caller, const std::optional<core::Ulid>& practitioner_id,
      const std::optional<core::Ulid>& location_id) override;

  absl::StatusOr<PractitionerRole> InsertRole(const Caller& caller,
                                              const PractitionerRole& role) override;
  absl::StatusOr<std::optional<PractitionerRole>> FindRole(const Caller& caller,
                                                           const core::Ulid& id) override;
  absl::StatusOr<std::vector<PractitionerRole>> ListRoles(const Caller& caller,
                                                          const PractitionerRoleFilter& filter,
                                                          const std::optional<core::Ulid>& after,
                                                          int limit) override;
  absl::StatusOr<PractitionerRole> UpdateRole(const Caller& caller, const core::Ulid& id,
                                              const RoleWorker& worker) override;
  absl::Status DeleteRole(const Caller& caller, const core::Ulid& id) override;

  absl::StatusOr<ScheduleException> InsertException(const Caller& caller,
                                                    const ScheduleException& exception) override;
  absl::StatusOr<std::optional<ScheduleException>> FindException(const Caller& caller,
                                                                 const core::Ulid& id) override;
  absl::StatusOr<std::vector<ScheduleException>> ListExceptions(
      const Caller& caller, const ScheduleExceptionFilter& filter,
      const std::optional<core::Ulid>& after, int limit) override;
  absl::Status DeleteException(const Caller& caller, const core::Ulid& id) override;

  absl::StatusOr<std::vector<Holiday>> ListHolidays(const Caller& caller,
                                                    const std::string& country, absl::CivilDay from,
                                                    absl::CivilDay to) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);
  absl::StatusOr<PractitionerRole> UpdateRoleOnce(const Caller& caller, const core::Ulid& id,
                                                  const RoleWorker& worker);
  // Runs `lock`, which gives the row's version, then `remove`, both of the tenant ($1) and id ($2).
  absl::Status Delete(const Caller& caller, const core::Ulid& id, const db::Statement& lock,
                      const db::Statement& remove, const absl::Status& absent);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
