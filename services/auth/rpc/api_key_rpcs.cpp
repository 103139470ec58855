#include <utility>

#include "libs/core/reasons.h"
#include "libs/rpc/tenant_id.h"
#include "services/auth/rpc/api_key_message.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/rpc/id_page.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

// The tenant whose keys the call is about: a tenant's credential always means its own, whatever
// the request says; a platform admin must name one.
db::TenantContext ContextOf(const Call& call, const std::string& tenant_id,
                            std::vector<core::Violation>& violations) {
  if (call.principal().role != authn::Role::kPlatformAdmin) return call.tenant_context();
  const auto id = enlace::rpc::TenantIdOf(tenant_id);
  if (tenant_id.empty()) {
    violations.push_back(core::violation::RequiredTenant("tenantId"));
  } else if (!id) {
    violations.push_back(core::violation::IdFormat("tenantId"));
  }
  return call.context_for(id.value_or(core::Ulid()));
}

std::optional<absl::Duration> ReadOverlap(const v1::RotateApiKeyRequest& request) {
  if (!request.has_overlap()) return std::nullopt;
  return absl::Seconds(request.overlap().seconds()) + absl::Nanoseconds(request.overlap().nanos());
}

absl::Status Answer(const absl::StatusOr<IssuedApiKey>& key, v1::CreateApiKeyResponse& response) {
  if (!key.ok()) return key.status();
  WriteIssuedApiKey(*key, &response);
  return absl::OkStatus();
}

}  // namespace

void AuthRpc::AddApiKeyRpcs() {
  Add<v1::CreateApiKeyRequest, v1::CreateApiKeyResponse>(
      "CreateApiKey",
      [this](Call& call, const v1::CreateApiKeyRequest& req, v1::CreateApiKeyResponse& res) {
        std::vector<core::Violation> violations;
        const auto of_tenant = ContextOf(call, req.tenant_id(), violations);
        return Answer(keys_.Create(call.principal(), of_tenant, ReadApiKeyRequest(req),
                                   std::move(violations), call.deadline()),
                      res);
      });
  Add<v1::GetApiKeyRequest, v1::ApiKey>(
      "GetApiKey",
      [this](Call& call, const v1::GetApiKeyRequest& req, v1::ApiKey& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto of_tenant = ContextOf(call, req.tenant_id(), violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundApiKey();
        const auto key = keys_.Get(of_tenant, *id, call.deadline());
        if (!key.ok()) return key.status();
        call.DiscloseOf(of_tenant.tenant_id);
        call.Disclose("ApiKey", key->id);
        WriteApiKey(*key, &res);
        return absl::OkStatus();
      });
  Add<v1::ListApiKeysRequest, v1::ListApiKeysResponse>(
      "ListApiKeys",
      [this](Call& call, const v1::ListApiKeysRequest& req,
             v1::ListApiKeysResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto of_tenant = ContextOf(call, req.tenant_id(), violations);
        const auto page = ReadIdPage(page_tokens_, call, req, violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        // One more than the page holds tells whether there is another page.
        const auto keys = keys_.List(of_tenant, page.after, page.size + 1, call.deadline());
        if (!keys.ok()) return keys.status();
        call.DiscloseOf(of_tenant.tenant_id);
        for (const auto& key : *keys) {
          if (res.api_keys_size() == page.size) {
            res.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, req,
                                                      res.api_keys(page.size - 1).id()));
            break;
          }
          call.Disclose("ApiKey", key.id);
          WriteApiKey(key, res.add_api_keys());
        }
        return absl::OkStatus();
      });
  Add<v1::RotateApiKeyRequest, v1::CreateApiKeyResponse>(
      "RotateApiKey",
      [this](Call& call, const v1::RotateApiKeyRequest& req,
             v1::CreateApiKeyResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto of_tenant = ContextOf(call, req.tenant_id(), violations);
        const auto id = core::Ulid::Parse(req.id());
        if (!id && violations.empty()) return core::refusal::NotFoundApiKey();
        return Answer(
            keys_.Rotate(call.principal(), of_tenant, id.value_or(core::Ulid()), ReadOverlap(req),
                         std::move(violations), call.deadline(), call.if_match()),
            res);
      });
  Add<v1::RevokeApiKeyRequest, google::protobuf::Empty>(
      "RevokeApiKey",
      [this](Call& call, const v1::RevokeApiKeyRequest& req,
             google::protobuf::Empty&) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto of_tenant = ContextOf(call, req.tenant_id(), violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundApiKey();
        return keys_.Revoke(of_tenant, *id, call.deadline(), call.if_match());
      });
}

}  // namespace enlace::auth::rpc
