#include "services/auth/rpc/auth_rpc.h"

namespace enlace::auth::rpc {

AuthRpc::AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys)
    : UnaryService(pipeline), tenants_(tenants), keys_(keys) {
  AddTenantRpcs();
  AddApiKeyRpcs();
  AddPrincipalRpc();
}

}  // namespace enlace::auth::rpc
