#pragma once

#include "libs/db/database.h"
#include "services/patient/domain/patient_repository.h"

namespace enlace::patient::storage {

// Patients in PostgreSQL: one round trip for each read, at most two for a write. Thread-safe.
class PostgresPatientRepository final : public PatientRepository {
 public:
  // `database` must outlive the repository.
  explicit PostgresPatientRepository(db::TenantDatabase& database);

  absl::StatusOr<Patient> Insert(const Caller& caller, const Patient& patient) override;
  absl::StatusOr<std::optional<Patient>> Find(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<std::vector<Patient>> FindAll(const Caller& caller,
                                               const std::vector<core::Ulid>& ids) override;
  absl::StatusOr<std::optional<Patient>> FindByDocument(
      const Caller& caller, const clinical::IdentityDocument& document) override;
  absl::StatusOr<std::vector<Patient>> List(const Caller& caller, const PatientFilter& filter,
                                            const std::optional<core::Ulid>& after,
                                            int limit) override;
  absl::StatusOr<Patient> Update(const Caller& caller, const core::Ulid& id, Among among,
                                 const Change& change) override;
  absl::StatusOr<Upserted> Upsert(const Caller& caller, const clinical::IdentityDocument& document,
                                  const Make& make, const Change& change) override;

 private:
  absl::StatusOr<std::optional<Patient>> FindOne(const Caller& caller,
                                                 const db::Statement& statement,
                                                 const db::Params& params);
  // One attempt; nullopt when another caller took the document meanwhile.
  absl::StatusOr<std::optional<Upserted>> TryUpsert(const Caller& caller,
                                                    const clinical::IdentityDocument& document,
                                                    const Make& make, const Change& change);

  db::TenantDatabase& database_;
};

}  // namespace enlace::patient::storage
