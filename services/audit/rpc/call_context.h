#pragma once

#include "libs/rpc/call.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit::rpc {

// The caller on its tenant; the platform's on that of the events that belong to no tenant.
inline db::TenantContext ContextOf(const enlace::rpc::Call& call) {
  const auto& tenant_id = call.principal().tenant_id;
  return call.context_for(tenant_id.IsNil() ? PlatformTenant() : tenant_id);
}

}  // namespace enlace::audit::rpc
