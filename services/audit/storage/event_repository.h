#pragma once

#include "libs/db/database.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit::storage {

// Events in PostgreSQL; each call is one transaction of one or two round trips.
class PgEventRepository final : public EventRepository {
 public:
  // `database` must outlive the repository.
  explicit PgEventRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::int64_t> Store(const db::TenantContext& context,
                                     std::vector<AuditEvent> events, absl::Time deadline) override;
  // The same as the last thing of a transaction of the tenant, which it commits.
  absl::StatusOr<std::int64_t> StoreIn(db::Transaction& transaction, const core::Ulid& tenant_id,
                                       std::vector<AuditEvent> events);
  absl::StatusOr<EventPage> List(const db::TenantContext& context, const EventFilter& filter,
                                 const std::optional<EventCursor>& after, int size,
                                 absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::audit::storage
