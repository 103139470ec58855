#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/doctor_order.h"

namespace enlace::auth::storage {

// Orders of doctors in PostgreSQL, under the platform role.
class PostgresDoctorOrderRepository final : public DoctorOrderRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresDoctorOrderRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<std::optional<DoctorOrder>> Claim(absl::Time deadline) override;
  absl::Status Confirm(const DoctorOrder& order, const core::Ulid& doctor_id,
                       absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

// Stores an order, within a transaction of the platform role.
absl::Status InsertDoctorOrder(db::Transaction& transaction, const DoctorOrder& order);

}  // namespace enlace::auth::storage
