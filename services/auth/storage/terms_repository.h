#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/terms_repository.h"

namespace enlace::auth::storage {

// Terms in PostgreSQL under the platform role, acceptances under the runtime role: the policies
// show it the tenant's alone.
class PostgresTermsRepository final : public TermsRepository {
 public:
  // Both must outlive the repository.
  PostgresTermsRepository(db::TenantDatabase& own, db::PlatformDatabase& platform)
      : own_(own), platform_(platform) {}

  absl::StatusOr<Terms> Publish(const db::TenantContext& context, const core::Ulid& publisher,
                                Terms terms, absl::Time deadline) override;
  absl::StatusOr<std::vector<Terms>> InForce(absl::Time deadline) override;
  absl::StatusOr<Terms> Get(const std::string& kind, std::int64_t version,
                            absl::Time deadline) override;
  absl::StatusOr<AcceptedTerms> Accept(const db::TenantContext& context,
                                       const TermsAcceptance& acceptance,
                                       absl::Time deadline) override;
  absl::StatusOr<std::vector<TermsAcceptance>> List(const db::TenantContext& context,
                                                    const std::optional<core::Ulid>& user,
                                                    const std::optional<core::Ulid>& after,
                                                    int limit, absl::Time deadline) override;
  absl::StatusOr<TermsAcceptance> Revoke(const db::TenantContext& context, const core::Ulid& user,
                                         const core::Ulid& id, const std::string& reason,
                                         const core::VersionMatch& if_match, absl::Time now,
                                         absl::Time deadline) override;

 private:
  db::TenantDatabase& own_;
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
