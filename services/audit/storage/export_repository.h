#pragma once

#include "libs/core/data_keys.h"
#include "libs/db/database.h"
#include "services/audit/domain/export_repository.h"
#include "services/audit/storage/person_keys.h"

namespace enlace::audit::storage {

// The chain in PostgreSQL, its payloads opened; each call is one transaction and one round trip.
class PgExportRepository final : public ExportRepository {
 public:
  // `database` must outlive the repository.
  PgExportRepository(db::TenantDatabase& database, const core::DataKeys& keys)
      : database_(database), keys_(keys) {}

  absl::StatusOr<std::int64_t> Size(const db::TenantContext& context, absl::Time deadline) override;
  absl::StatusOr<ChainPage> Read(const db::TenantContext& context, const ChainRange& range,
                                 absl::Time deadline) override;

 private:
  ChainedEvent ReadRow(const core::Ulid& tenant_id, const db::Row& row) const;

  db::TenantDatabase& database_;
  const PersonKeys keys_;
};

// The statement of Read, and its parameters.
const db::Statement& ReadChainStatement();
db::Params ReadChainParams(const core::Ulid& tenant_id, const ChainRange& range);

}  // namespace enlace::audit::storage
