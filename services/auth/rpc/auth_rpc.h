#pragma once

#include "enlace/auth/v1/auth_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/api_key_service.h"
#include "services/auth/domain/tenant_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.AuthService over the domain's services. Thread-safe.
class AuthRpc final : public enlace::rpc::UnaryService<v1::AuthService> {
 public:
  // All must outlive it.
  AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys,
          const enlace::rpc::PageTokens& page_tokens);

 private:
  void AddTenantRpcs();
  void AddApiKeyRpcs();
  void AddPrincipalRpc();

  TenantService& tenants_;
  ApiKeyService& keys_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::auth::rpc
