#include <nlohmann/json.hpp>

#include "libs/rpc/struct_json.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {
namespace {

void WriteLimit(const authn::RequestLimit& limit, v1::RequestLimit& message) {
  message.set_per_second(static_cast<std::int32_t>(limit.per_second));
  message.set_burst(static_cast<std::int32_t>(limit.burst));
}

void WriteLimits(const authn::Principal& principal, v1::Principal& message) {
  if (principal.key_limit.burst == 0) return;
  auto& limits = *message.mutable_request_limits();
  WriteLimit(principal.key_limit, *limits.mutable_key());
  if (principal.tenant_limit.burst > 0)
    WriteLimit(principal.tenant_limit, *limits.mutable_tenant());
}

void WritePrincipal(const authn::Principal& principal, v1::Principal& message) {
  message.set_id(principal.id.ToString());
  message.set_role(static_cast<common::v1::Role>(principal.role));
  if (!principal.tenant_id.IsNil()) message.set_tenant_id(principal.tenant_id.ToString());
  for (const auto& scope : principal.scopes) message.add_scopes(scope);
  if (!principal.owner_id.empty()) message.set_owner_id(principal.owner_id);
  for (const auto& workflow : principal.workflows) message.add_workflows(workflow);
  message.set_workflows_version(principal.workflows_version);
  if (!principal.time_zone.empty()) message.set_time_zone(principal.time_zone);
  if (!principal.settings.empty()) {
    enlace::rpc::ToStruct(nlohmann::json::parse(principal.settings, nullptr, false),
                          message.mutable_settings());
  }
  if (principal.expires_at) *message.mutable_expires_at() = TimestampOf(*principal.expires_at);
  if (principal.writable_until) {
    *message.mutable_writable_until() = TimestampOf(*principal.writable_until);
  }
  if (!principal.tenant_slug.empty()) message.set_tenant_slug(principal.tenant_slug);
  WriteLimits(principal, message);
}

}  // namespace

void AuthRpc::AddPrincipalRpc() {
  // The caller was resolved for this very call: the auth service's own authenticator remembers
  // nothing, or a revoked key would live here and then once more in the asking service.
  Add<v1::GetPrincipalRequest, v1::Principal>(
      "GetPrincipal",
      [](enlace::rpc::Call& call, const v1::GetPrincipalRequest&, v1::Principal& res) {
        WritePrincipal(call.principal(), res);
        return absl::OkStatus();
      });
}

}  // namespace enlace::auth::rpc
