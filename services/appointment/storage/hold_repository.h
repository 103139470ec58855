#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/holds.h"

namespace enlace::appointment::storage {

// Holds in PostgreSQL.
class PgHoldRepository final : public HoldRepository {
 public:
  // `database` must outlive the object.
  explicit PgHoldRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<HoldOutcome> Hold(const Caller& caller, const SlotHold& hold) override;
  absl::StatusOr<bool> Release(const Caller& caller, const core::Ulid& id) override;

 private:
  absl::StatusOr<HoldOutcome> HoldOnce(const Caller& caller, const SlotHold& hold);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
