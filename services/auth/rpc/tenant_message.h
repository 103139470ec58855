#pragma once

#include <vector>

#include "enlace/auth/v1/auth.pb.h"
#include "libs/core/error.h"
#include "services/auth/domain/tenant.h"

namespace enlace::auth::rpc {

// Free-form objects that break a limit (libs/rpc/struct_json.h) are added to `violations`; the
// domain judges the rest.
NewTenant ReadNewTenant(const v1::CreateTenantRequest& request,
                        std::vector<core::Violation>& violations);
TenantChanges ReadTenantChanges(const v1::UpdateTenantRequest& request,
                                std::vector<core::Violation>& violations);

void WriteTenant(const Tenant& tenant, v1::Tenant* message);

}  // namespace enlace::auth::rpc
