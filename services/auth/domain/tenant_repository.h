#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "services/auth/domain/tenant.h"
#include "services/auth/domain/terms.h"

namespace enlace::auth {

// A tenant that a user signs in to, and what of the terms in force it has not accepted there.
struct TenantOfUser {
  Tenant tenant;
  std::vector<PendingTerms> pending_terms;
};

// Where tenants are kept. Thread-safe; blocks until `deadline` at most. A deleted tenant counts as
// absent. Every write is audited in the tenant's own name with the actor of `context`.
class TenantRepository {
 public:
  virtual ~TenantRepository() = default;

  // Stores a checked tenant under `context.tenant_id`, with the next free tenant code of its name.
  // ALREADY_EXISTS (ALREADY_EXISTS), naming the field, when the slug or a host name is taken.
  virtual absl::StatusOr<Tenant> Create(const db::TenantContext& context, const NewTenant& tenant,
                                        absl::Time now, absl::Time deadline) = 0;

  // NOT_FOUND when there is none.
  virtual absl::StatusOr<Tenant> Get(const core::Ulid& id, absl::Time deadline) = 0;

  // As above, with what is pending of the user, in the order of the kinds.
  virtual absl::StatusOr<TenantOfUser> GetForUser(const core::Ulid& id, const core::Ulid& user,
                                                  absl::Time deadline) = 0;

  // The tenant of `context`, read under its own row-level security.
  virtual absl::StatusOr<Tenant> GetOwn(const db::TenantContext& context, absl::Time deadline) = 0;

  // At most `limit` tenants whose ids follow `after`, in the order of their ids.
  virtual absl::StatusOr<std::vector<Tenant>> List(const std::optional<core::Ulid>& after,
                                                   int limit, absl::Time deadline) = 0;

  // Changes the tenant `context.tenant_id`; NOT_FOUND when there is none, FAILED_PRECONDITION
  // (ETAG_MISMATCH) when it has another version than `if_match` asks for.
  virtual absl::StatusOr<Tenant> Update(const db::TenantContext& context,
                                        const TenantChanges& changes,
                                        const core::VersionMatch& if_match,
                                        absl::Time deadline) = 0;

  // Marks the tenant `context.tenant_id` as deleted; errors as above.
  virtual absl::Status Delete(const db::TenantContext& context, const core::VersionMatch& if_match,
                              absl::Time now, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
