#pragma once

#include "libs/core/data_keys.h"
#include "libs/db/database.h"
#include "libs/metrics/series.h"
#include "services/audit/domain/event_repository.h"
#include "services/audit/domain/sealed_event.h"
#include "services/audit/storage/person_keys.h"

namespace enlace::audit::storage {

// Events in PostgreSQL, their personal data sealed under a key per person; each call is one
// transaction.
class PgEventRepository final : public EventRepository {
 public:
  // `database` must outlive the repository. `stored` counts the events that are new.
  PgEventRepository(db::TenantDatabase& database, const core::DataKeys& keys,
                    metrics::Counter stored = {})
      : database_(database), keys_(keys), stored_(stored) {}

  absl::StatusOr<std::int64_t> Store(const db::TenantContext& context,
                                     std::vector<AuditEvent> events, absl::Time deadline) override;
  // The same as the last thing of a transaction of the tenant, which it commits.
  absl::StatusOr<std::int64_t> StoreIn(db::Transaction& transaction, const core::Ulid& tenant_id,
                                       std::vector<AuditEvent> events);
  absl::StatusOr<EventPage> List(const db::TenantContext& context, const EventFilter& filter,
                                 const std::optional<EventCursor>& after, int size,
                                 absl::Time deadline) override;

  absl::Status ErasePerson(const db::TenantContext& context, const core::Ulid& person_id,
                           AuditEvent record, absl::Time deadline) override;

 private:
  absl::StatusOr<std::vector<SealedEvent>> Seal(db::Transaction& transaction,
                                                const core::Ulid& tenant_id,
                                                std::vector<AuditEvent> events);
  // Commits. Returns how many are new.
  static absl::StatusOr<std::int64_t> Insert(db::Transaction& transaction,
                                             const core::Ulid& tenant_id,
                                             const std::vector<SealedEvent>& sealed);

  db::TenantDatabase& database_;
  const PersonKeys keys_;
  const metrics::Counter stored_;
};

}  // namespace enlace::audit::storage
