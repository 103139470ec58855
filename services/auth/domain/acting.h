#pragma once

#include <string>
#include <utility>

#include "libs/db/context.h"
#include "services/auth/domain/user.h"

namespace enlace::auth {

// The context of a person who acts for itself in a tenant, before or without a session of its own.
inline db::TenantContext ActingAs(db::TenantContext context, const core::Ulid& tenant_id,
                                  const core::Ulid& user_id, std::string email) {
  context.tenant_id = tenant_id;
  context.actor_id = user_id.ToString();
  context.actor_type = "USER";
  context.actor_email = std::move(email);
  return context;
}

}  // namespace enlace::auth
