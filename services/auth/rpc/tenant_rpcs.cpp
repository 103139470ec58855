#include <utility>

#include "libs/rpc/page.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/rpc/id_page.h"
#include "services/auth/rpc/tenant_message.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

absl::Status Answer(const absl::StatusOr<Tenant>& tenant, v1::Tenant& response) {
  if (!tenant.ok()) return tenant.status();
  WriteTenant(*tenant, &response);
  return absl::OkStatus();
}

// A text that is no id names no tenant.
absl::StatusOr<core::Ulid> ReadId(const std::string& text) {
  const auto id = core::Ulid::Parse(text);
  if (!id) return core::NotFound("tenant");
  return *id;
}

}  // namespace

grpc::ServerUnaryReactor* AuthRpc::CreateTenant(grpc::CallbackServerContext* context,
                                                const v1::CreateTenantRequest* request,
                                                v1::Tenant* response) {
  const auto handle = [this](Call& call, const v1::CreateTenantRequest& req, v1::Tenant& res) {
    std::vector<core::Violation> violations;
    auto tenant = ReadNewTenant(req, violations);
    return Answer(tenants_.Create(call.context_for(core::Ulid()), std::move(tenant),
                                  std::move(violations), call.deadline()),
                  res);
  };
  return pipeline_.Unary(Descriptor(), "CreateTenant", context, request, response, handle);
}

grpc::ServerUnaryReactor* AuthRpc::GetTenant(grpc::CallbackServerContext* context,
                                             const v1::GetTenantRequest* request,
                                             v1::Tenant* response) {
  const auto handle = [this](Call& call, const v1::GetTenantRequest& req,
                             v1::Tenant& res) -> absl::Status {
    const auto id = ReadId(req.id());
    if (!id.ok()) return id.status();
    return Answer(tenants_.Get(*id, call.deadline()), res);
  };
  return pipeline_.Unary(Descriptor(), "GetTenant", context, request, response, handle);
}

grpc::ServerUnaryReactor* AuthRpc::ListTenants(grpc::CallbackServerContext* context,
                                               const v1::ListTenantsRequest* request,
                                               v1::ListTenantsResponse* response) {
  const auto handle = [this](Call& call, const v1::ListTenantsRequest& req,
                             v1::ListTenantsResponse& res) -> absl::Status {
    std::vector<core::Violation> violations;
    const auto size = req.has_page_size() ? std::optional<int>(req.page_size()) : std::nullopt;
    const auto page = ReadIdPage(size, req.page_token(), violations);
    if (!violations.empty()) return core::InvalidFields(std::move(violations));
    // One more than the page holds tells whether there is another page.
    const auto tenants = tenants_.List(page.after, page.size + 1, call.deadline());
    if (!tenants.ok()) return tenants.status();
    for (const auto& tenant : *tenants) {
      if (res.tenants_size() == page.size) {
        res.set_next_page_token(enlace::rpc::MakePageToken(res.tenants(page.size - 1).id()));
        break;
      }
      WriteTenant(tenant, res.add_tenants());
    }
    return absl::OkStatus();
  };
  return pipeline_.Unary(Descriptor(), "ListTenants", context, request, response, handle);
}

grpc::ServerUnaryReactor* AuthRpc::UpdateTenant(grpc::CallbackServerContext* context,
                                                const v1::UpdateTenantRequest* request,
                                                v1::Tenant* response) {
  const auto handle = [this](Call& call, const v1::UpdateTenantRequest& req,
                             v1::Tenant& res) -> absl::Status {
    const auto id = ReadId(req.id());
    if (!id.ok()) return id.status();
    std::vector<core::Violation> violations;
    auto changes = ReadTenantChanges(req, violations);
    return Answer(tenants_.Update(call.context_for(*id), std::move(changes), std::move(violations),
                                  call.deadline()),
                  res);
  };
  return pipeline_.Unary(Descriptor(), "UpdateTenant", context, request, response, handle);
}

grpc::ServerUnaryReactor* AuthRpc::DeleteTenant(grpc::CallbackServerContext* context,
                                                const v1::DeleteTenantRequest* request,
                                                google::protobuf::Empty* response) {
  const auto handle = [this](Call& call, const v1::DeleteTenantRequest& req,
                             google::protobuf::Empty&) -> absl::Status {
    const auto id = ReadId(req.id());
    if (!id.ok()) return id.status();
    return tenants_.Delete(call.context_for(*id), call.deadline());
  };
  return pipeline_.Unary(Descriptor(), "DeleteTenant", context, request, response, handle);
}

grpc::ServerUnaryReactor* AuthRpc::GetOwnTenant(grpc::CallbackServerContext* context,
                                                const v1::GetOwnTenantRequest* request,
                                                v1::Tenant* response) {
  const auto handle = [this](Call& call, const v1::GetOwnTenantRequest&, v1::Tenant& res) {
    return Answer(tenants_.GetOwn(call.tenant_context(), call.deadline()), res);
  };
  return pipeline_.Unary(Descriptor(), "GetOwnTenant", context, request, response, handle);
}

}  // namespace enlace::auth::rpc
