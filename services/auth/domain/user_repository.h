#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/auth/domain/registration.h"
#include "services/auth/domain/tenant.h"
#include "services/auth/domain/user.h"

namespace enlace::auth {

// Where users and their memberships are kept. Thread-safe; blocks until `deadline` at most.
class UserRepository {
 public:
  virtual ~UserRepository() = default;

  // By the lower-case e-mail; nullopt when there is none.
  virtual absl::StatusOr<std::optional<StoredUser>> FindByEmail(const std::string& email,
                                                                absl::Time deadline) = 0;
  // NOT_FOUND when there is none.
  virtual absl::StatusOr<StoredUser> Get(const core::Ulid& id, absl::Time deadline) = 0;

  // Replaces the hash `from` by `to` and ends the user's sessions but `kept`, all or nothing. False
  // when the user has another hash by now.
  virtual absl::StatusOr<bool> ChangePassword(const db::TenantContext& context,
                                              const core::Ulid& id, const std::string& from,
                                              const std::string& to, const core::Ulid& kept,
                                              absl::Time now, absl::Time deadline) = 0;

  // Replaces the hash `from` by another one, `to`, of the same password. False when the user has
  // another hash by now.
  virtual absl::StatusOr<bool> Rehash(const db::TenantContext& context, const core::Ulid& id,
                                      const std::string& from, const std::string& to,
                                      absl::Time deadline) = 0;

  // Those in which the user may sign in at `now`, by the tenants' names.
  virtual absl::StatusOr<std::vector<Membership>> Memberships(const core::Ulid& user_id,
                                                              absl::Time now,
                                                              absl::Time deadline) = 0;

  // Makes the actor of `context` an administrator of its tenant until `ends_at`, and says why.
  // False where it is a member otherwise. PERMISSION_DENIED (ROLE_NOT_ALLOWED) unless it is a super
  // admin with a second factor who belongs to some tenant for good.
  virtual absl::StatusOr<bool> ActAs(const db::TenantContext& context, const std::string& reason,
                                     absl::Time now, absl::Time ends_at, absl::Time deadline) = 0;

  // Lets the user of a lower-case e-mail act in the name of any tenant; or no longer, which also
  // ends what it does so. False when there is none, or none that belongs to a tenant.
  virtual absl::StatusOr<bool> SetSuperAdmin(const std::string& email, bool super_admin,
                                             absl::Time deadline) = 0;

  // Makes the tenant `context.tenant_id` with the next free code of its name, the user unless it
  // exists, its membership as an administrator, its first session and the order of its profile as a
  // doctor, all or nothing. nullopt when somebody else took the e-mail meanwhile. ALREADY_EXISTS
  // when the user has a tenant of that name.
  virtual absl::StatusOr<std::optional<Tenant>> Register(const db::TenantContext& context,
                                                         const Registration& registration,
                                                         absl::Time now, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
