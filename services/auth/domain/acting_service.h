#pragma once

#include <string>

#include "services/auth/domain/sign_in_service.h"

namespace enlace::auth {

// How long a super admin acts in a clinic's name without saying why anew.
inline constexpr absl::Duration kActingLifetime = absl::Hours(1);

// Lets super admins act in the name of clinics that they do not belong to. Thread-safe.
class ActingService {
 public:
  // All must outlive the service.
  ActingService(UserRepository& users, TenantRepository& tenants, SignInService& sign_ins,
                const core::Clock& clock)
      : users_(users), tenants_(tenants), sign_ins_(sign_ins), clock_(clock) {}

  // Makes the user an administrator of the tenant for kActingLifetime and begins a session there.
  // The reason, 10 to 500 characters, is kept in the tenant's own audit. PERMISSION_DENIED
  // (ROLE_NOT_ALLOWED) unless the user is a super admin with a second factor; NOT_FOUND for an
  // absent tenant; FAILED_PRECONDITION (MEMBER_ALREADY) where it is a member.
  absl::StatusOr<SignedIn> ActAs(const db::TenantContext& context, const core::Ulid& user_id,
                                 const std::string& tenant_id, const std::string& reason,
                                 absl::Time deadline);

 private:
  UserRepository& users_;
  TenantRepository& tenants_;
  SignInService& sign_ins_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
