#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/directory_repository.h"

namespace enlace::appointment::storage {

// Doctors and sites in PostgreSQL. Each call is one round trip; a new main site costs two.
class PgDirectoryRepository final : public DirectoryRepository {
 public:
  // `database` must outlive the repository.
  explicit PgDirectoryRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<Practitioner> InsertPractitioner(const Caller& caller,
                                                  const Practitioner& practitioner) override;
  absl::StatusOr<std::optional<Practitioner>> FindPractitioner(const Caller& caller,
                                                               const core::Ulid& id) override;
  absl::StatusOr<std::vector<Practitioner>> ListPractitioners(
      const Caller& caller, const PractitionerFilter& filter,
      const std::optional<core::Ulid>& after, int limit) override;
  absl::StatusOr<Location> InsertLocation(const Caller& caller, const Location& location) override;
  absl::StatusOr<std::optional<Location>> FindLocation(const Caller& caller,
                                                       const core::Ulid& id) override;
  absl::StatusOr<std::vector<Location>> ListLocations(const Caller& caller,
                                                      const std::optional<bool>& active,
                                                      const std::optional<core::Ulid>& after,
                                                      int limit) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);
  absl::StatusOr<Location> InsertLocationOnce(const Caller& caller, const Location& location);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
