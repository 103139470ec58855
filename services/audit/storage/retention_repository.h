#pragma once

#include "libs/db/database.h"
#include "services/audit/domain/retention_repository.h"
#include "services/audit/storage/event_repository.h"

namespace enlace::audit::storage {

// Choices in PostgreSQL, by its clock. Of a tenant's choices at once each sees the one before.
class PgRetentionRepository final : public RetentionRepository {
 public:
  // Both must outlive the repository.
  PgRetentionRepository(db::TenantDatabase& database, PgEventRepository& events)
      : database_(database), events_(events) {}

  absl::StatusOr<Retention> Get(const db::TenantContext& context, absl::Time deadline) override;
  absl::StatusOr<Retention> Choose(const db::TenantContext& context, int years,
                                   absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
  PgEventRepository& events_;
};

}  // namespace enlace::audit::storage
