#pragma once

#include <string>

#include "services/auth/domain/newcomer.h"
#include "services/auth/domain/tenant_repository.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth {

struct AdministratorRequest {
  std::string email, first_name, last_name;
};

// Gives the clinics that the platform makes their first administrators. Thread-safe.
class AdministratorService {
 public:
  // All must outlive the service.
  AdministratorService(TenantRepository& tenants, UserRepository& users,
                       AccountRepository& accounts, Newcomers& newcomers)
      : tenants_(tenants), users_(users), accounts_(accounts), newcomers_(newcomers) {}

  // An administrator of the tenant `context.tenant_id`. NOT_FOUND without that tenant;
  // ALREADY_EXISTS (ADMINISTRATOR) when it has one, (USER) when somebody signs in with the e-mail;
  // INVALID_ARGUMENT as of members.
  absl::StatusOr<Newcomer> Add(const db::TenantContext& context,
                               const AdministratorRequest& request, absl::Time deadline);

 private:
  TenantRepository& tenants_;
  UserRepository& users_;
  AccountRepository& accounts_;
  Newcomers& newcomers_;
};

}  // namespace enlace::auth
