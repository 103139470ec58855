#include <utility>

#include "libs/core/reasons.h"
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
  if (!id) return core::refusal::NotFoundTenant();
  return *id;
}

}  // namespace

void AuthRpc::AddTenantRpcs() {
  Add<v1::CreateTenantRequest, v1::Tenant>(
      "CreateTenant", [this](Call& call, const v1::CreateTenantRequest& req, v1::Tenant& res) {
        std::vector<core::Violation> violations;
        auto tenant = ReadNewTenant(req, violations);
        return Answer(tenants_.Create(call.context_for(core::Ulid()), std::move(tenant),
                                      std::move(violations), call.deadline()),
                      res);
      });
  Add<v1::GetTenantRequest, v1::Tenant>(
      "GetTenant",
      [this](Call& call, const v1::GetTenantRequest& req, v1::Tenant& res) -> absl::Status {
        const auto id = ReadId(req.id());
        if (!id.ok()) return id.status();
        return Answer(tenants_.Get(*id, call.deadline()), res);
      });
  Add<v1::ListTenantsRequest, v1::ListTenantsResponse>(
      "ListTenants",
      [this](Call& call, const v1::ListTenantsRequest& req,
             v1::ListTenantsResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto page = ReadIdPage(page_tokens_, call, req, violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        // One more than the page holds tells whether there is another page.
        const auto tenants = tenants_.List(page.after, page.size + 1, call.deadline());
        if (!tenants.ok()) return tenants.status();
        for (const auto& tenant : *tenants) {
          if (res.tenants_size() == page.size) {
            res.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, req,
                                                      res.tenants(page.size - 1).id()));
            break;
          }
          WriteTenant(tenant, res.add_tenants());
        }
        return absl::OkStatus();
      });
  Add<v1::UpdateTenantRequest, v1::Tenant>(
      "UpdateTenant",
      [this](Call& call, const v1::UpdateTenantRequest& req, v1::Tenant& res) -> absl::Status {
        const auto id = ReadId(req.id());
        if (!id.ok()) return id.status();
        std::vector<core::Violation> violations;
        auto changes = ReadTenantChanges(req, violations);
        return Answer(tenants_.Update(call.context_for(*id), std::move(changes),
                                      std::move(violations), call.deadline(), call.if_match()),
                      res);
      });
  Add<v1::DeleteTenantRequest, google::protobuf::Empty>(
      "DeleteTenant",
      [this](Call& call, const v1::DeleteTenantRequest& req,
             google::protobuf::Empty&) -> absl::Status {
        const auto id = ReadId(req.id());
        if (!id.ok()) return id.status();
        return tenants_.Delete(call.context_for(*id), call.deadline(), call.if_match());
      });
  Add<v1::GetOwnTenantRequest, v1::Tenant>(
      "GetOwnTenant", [this](Call& call, const v1::GetOwnTenantRequest&, v1::Tenant& res) {
        return Answer(tenants_.GetOwn(call.tenant_context(), call.deadline()), res);
      });
}

}  // namespace enlace::auth::rpc
