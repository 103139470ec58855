#pragma once

#include <string>
#include <vector>

#include "services/audit/domain/chain.h"
#include "services/audit/domain/sealed_event.h"
#include "services/audit/storage/chain_repository.h"
#include "services/audit/storage/proof_repository.h"
#include "services/audit/testing/audit_database.h"

namespace enlace::audit::testing {

// For tests only: chains on a database, as one process of the service has them.
class Chains {
 public:
  explicit Chains(AuditDatabase& database);

  storage::PgChainRepository& chains() { return chains_; }
  storage::PgProofRepository& proofs() { return proofs_; }

  // Stores `count` events of the tenant.
  void Store(const db::TenantContext& tenant, int count);
  // Seals until nothing waits; how many records were chained.
  int SealAll(const db::TenantContext& tenant);

  // The tenant's leaves, read past every policy: without gap from 0, each the hash of the record
  // that it names and of the one before it. Fails the test otherwise.
  std::vector<Hash> CheckedLeaves(const db::TenantContext& tenant);
  std::int64_t Count(const std::string& table, const db::TenantContext& tenant);

 private:
  AuditDatabase& database_;
  std::unique_ptr<db::PlatformDatabase> relay_;
  storage::PgChainRepository chains_;
  storage::PgProofRepository proofs_;
};

// Of RFC 6962, section 2.1, by its own words.
Hash NaiveRoot(const std::vector<Hash>& leaves);

}  // namespace enlace::audit::testing
