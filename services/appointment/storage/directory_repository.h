#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/directory_repository.h"

namespace enlace::appointment::storage {

// Doctors and sites in PostgreSQL. A creation or a read is one round trip, a new main site two; a
// change or a deletion has one for each thing that it locks or looks for.
class PgDirectoryRepository final : public DirectoryRepository {
 public:
  // `database` must outlive the repository.
  explicit PgDirectoryRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<Practitioner> InsertPractitioner(const Caller& caller,
                                                  const Practitioner& practitioner) override;
  absl::Status EnsurePractitioner(const Caller& caller, const Practitioner& practitioner) override;
  absl::StatusOr<std::optional<Practitioner>> FindPractitioner(const Caller& caller,
                                                               const core::Ulid& id) override;
  absl::StatusOr<std::vector<Practitioner>> ListPractitioners(
      const Caller& caller, const PractitionerFilter& filter,
      const std::optional<core::Ulid>& after, int limit) override;
  absl::StatusOr<Practitioner> UpdatePractitioner(const Caller& caller, const core::Ulid& id,
                                                  const std::optional<core::Ulid>& site,
                                                  const PractitionerChange& change) override;
  absl::Status DeletePractitioner(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<Location> InsertLocation(const Caller& caller, const Location& location) override;
  absl::StatusOr<std::optional<Location>> FindLocation(const Caller& caller,
                                                       const core::Ulid& id) override;
  absl::StatusOr<std::vector<Location>> ListLocations(const Caller& caller,
                                                      const LocationFilter& filter,
                                                      const std::optional<core::Ulid>& after,
                                                      int limit) override;
  absl::StatusOr<Location> UpdateLocation(const Caller& caller, const core::Ulid& id,
                                          const LocationChange& change) override;
  absl::Status DeleteLocation(const Caller& caller, const core::Ulid& id) override;

 private:
  absl::StatusOr<db::Rows> RunAlone(const Caller& caller, const db::Statement& statement,
                                    const db::Params& params);
  absl::StatusOr<Practitioner> UpdatePractitionerOnce(const Caller& caller, const core::Ulid& id,
                                                      const std::optional<core::Ulid>& site,
                                                      const PractitionerChange& change);
  absl::StatusOr<Location> InsertLocationOnce(const Caller& caller, const Location& location);
  absl::StatusOr<Location> UpdateLocationOnce(const Caller& caller, const core::Ulid& id,
                                              const LocationChange& change);
  // Whether the tenant has an active site beside this one.
  static absl::StatusOr<bool> OthersActive(db::Transaction& transaction, const core::Ulid& tenant,
                                           const core::Ulid& location);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
