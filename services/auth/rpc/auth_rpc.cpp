#include "services/auth/rpc/auth_rpc.h"

namespace enlace::auth::rpc {

AuthRpc::AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys,
                 const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline), tenants_(tenants), keys_(keys), page_tokens_(page_tokens) {
  AddTenantRpcs();
  AddApiKeyRpcs();
  AddPrincipalRpc();
}

}  // namespace enlace::auth::rpc
