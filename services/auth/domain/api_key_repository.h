#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "services/auth/domain/api_key_record.h"

namespace enlace::auth {

// What a rotation stores: the successor, and when the old key ends.
struct Rotation {
  NewApiKey successor;
  absl::Time old_expires_at;
};

// Where the API keys of the tenant `context.tenant_id` are kept. Thread-safe; blocks until
// `deadline` at most. A foreign id is answered like an absent one: NOT_FOUND.
class ApiKeyRepository {
 public:
  virtual ~ApiKeyRepository() = default;

  // NOT_FOUND when the tenant is absent or deleted.
  virtual absl::Status Create(const db::TenantContext& context, const NewApiKey& key,
                              absl::Time deadline) = 0;

  virtual absl::StatusOr<ApiKeyRecord> Get(const db::TenantContext& context, const core::Ulid& id,
                                           absl::Time deadline) = 0;

  // At most `limit` keys whose ids follow `after`, in the order of their ids.
  virtual absl::StatusOr<std::vector<ApiKeyRecord>> List(const db::TenantContext& context,
                                                         const std::optional<core::Ulid>& after,
                                                         int limit, absl::Time deadline) = 0;

  // Asks `plan` with the key `id` while its row is locked, and stores what it says. An error of
  // `plan` is passed on and nothing is stored.
  using Plan = std::function<absl::StatusOr<Rotation>(const ApiKeyRecord& old)>;
  virtual absl::Status Rotate(const db::TenantContext& context, const core::Ulid& id,
                              const Plan& plan, absl::Time deadline) = 0;

  // Revokes a key as of `now`; an earlier revocation stands as it is.
  // FAILED_PRECONDITION (ETAG_MISMATCH) when it has another version than `if_match` asks for.
  virtual absl::Status Revoke(const db::TenantContext& context, const core::Ulid& id,
                              const core::VersionMatch& if_match, absl::Time now,
                              absl::Time deadline) = 0;
};

}  // namespace enlace::auth
