#pragma once

#include <grpcpp/grpcpp.h>

#include "enlace/auth/v1/auth_service.grpc.pb.h"
#include "libs/rpc/pipeline.h"
#include "services/auth/domain/api_key_service.h"
#include "services/auth/domain/tenant_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.AuthService over the domain's services. Thread-safe.
class AuthRpc final : public v1::AuthService::CallbackService {
 public:
  // All must outlive it.
  AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys);

  grpc::ServerUnaryReactor* CreateTenant(grpc::CallbackServerContext* context,
                                         const v1::CreateTenantRequest* request,
                                         v1::Tenant* response) override;
  grpc::ServerUnaryReactor* GetTenant(grpc::CallbackServerContext* context,
                                      const v1::GetTenantRequest* request,
                                      v1::Tenant* response) override;
  grpc::ServerUnaryReactor* ListTenants(grpc::CallbackServerContext* context,
                                        const v1::ListTenantsRequest* request,
                                        v1::ListTenantsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateTenant(grpc::CallbackServerContext* context,
                                         const v1::UpdateTenantRequest* request,
                                         v1::Tenant* response) override;
  grpc::ServerUnaryReactor* DeleteTenant(grpc::CallbackServerContext* context,
                                         const v1::DeleteTenantRequest* request,
                                         google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetOwnTenant(grpc::CallbackServerContext* context,
                                         const v1::GetOwnTenantRequest* request,
                                         v1::Tenant* response) override;

  grpc::ServerUnaryReactor* CreateApiKey(grpc::CallbackServerContext* context,
                                         const v1::CreateApiKeyRequest* request,
                                         v1::CreateApiKeyResponse* response) override;
  grpc::ServerUnaryReactor* ListApiKeys(grpc::CallbackServerContext* context,
                                        const v1::ListApiKeysRequest* request,
                                        v1::ListApiKeysResponse* response) override;
  grpc::ServerUnaryReactor* RotateApiKey(grpc::CallbackServerContext* context,
                                         const v1::RotateApiKeyRequest* request,
                                         v1::CreateApiKeyResponse* response) override;
  grpc::ServerUnaryReactor* RevokeApiKey(grpc::CallbackServerContext* context,
                                         const v1::RevokeApiKeyRequest* request,
                                         google::protobuf::Empty* response) override;

  grpc::ServerUnaryReactor* GetPrincipal(grpc::CallbackServerContext* context,
                                         const v1::GetPrincipalRequest* request,
                                         v1::Principal* response) override;

 private:
  static const google::protobuf::ServiceDescriptor* Descriptor();

  enlace::rpc::Pipeline& pipeline_;
  TenantService& tenants_;
  ApiKeyService& keys_;
};

}  // namespace enlace::auth::rpc
