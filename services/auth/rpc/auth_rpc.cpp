#include "services/auth/rpc/auth_rpc.h"

namespace enlace::auth::rpc {

AuthRpc::AuthRpc(enlace::rpc::Pipeline& pipeline, TenantService& tenants, ApiKeyService& keys)
    : pipeline_(pipeline), tenants_(tenants), keys_(keys) {}

const google::protobuf::ServiceDescriptor* AuthRpc::Descriptor() {
  static const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          v1::AuthService::service_full_name());
  return descriptor;
}

}  // namespace enlace::auth::rpc
