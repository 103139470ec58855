#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/auth/domain/tenant_repository.h"

namespace enlace::auth {

// Makes, changes and removes tenants. Thread-safe. What the caller may do was judged before. Where
// there is an `if_match`, another version of the tenant is FAILED_PRECONDITION (ETAG_MISMATCH).
class TenantService {
 public:
  // Both must outlive the service.
  // `announce` is called with each tenant that has come to be, before its maker is answered; may be
  // empty.
  TenantService(
      TenantRepository& tenants, const core::Clock& clock,
      std::function<void(const core::Ulid& tenant_id, absl::Time deadline)> announce = {});

  // `actor` tells who acts; its tenant is ignored. `violations` are those found while reading the
  // request; INVALID_ARGUMENT names them together with those of the rules.
  absl::StatusOr<Tenant> Create(const db::TenantContext& actor, NewTenant tenant,
                                std::vector<core::Violation> violations, absl::Time deadline);

  // Changes the tenant `context.tenant_id`. Without any change it answers the tenant as it is.
  absl::StatusOr<Tenant> Update(const db::TenantContext& context, TenantChanges changes,
                                std::vector<core::Violation> violations, absl::Time deadline,
                                const core::VersionMatch& if_match = {});

  // Deletes softly: its keys are refused everywhere within 5 seconds.
  absl::Status Delete(const db::TenantContext& context, absl::Time deadline,
                      const core::VersionMatch& if_match = {});

  absl::StatusOr<Tenant> Get(const core::Ulid& id, absl::Time deadline);
  absl::StatusOr<Tenant> GetOwn(const db::TenantContext& context, absl::Time deadline);
  absl::StatusOr<std::vector<Tenant>> List(const std::optional<core::Ulid>& after, int limit,
                                           absl::Time deadline);

 private:
  TenantRepository& tenants_;
  const core::Clock& clock_;
  const std::function<void(const core::Ulid& tenant_id, absl::Time deadline)> announce_;
};

}  // namespace enlace::auth
