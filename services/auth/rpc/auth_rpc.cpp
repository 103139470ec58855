#include "services/auth/rpc/auth_rpc.h"

namespace enlace::auth::rpc {

AuthRpc::AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys)
    : pipeline_(pipeline), tenants_(tenants), keys_(keys) {}

}  // namespace enlace::auth::rpc
