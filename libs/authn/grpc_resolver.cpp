#include "libs/authn/grpc_resolver.h"

#include <grpcpp/grpcpp.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "enlace/auth/v1/auth_service.grpc.pb.h"
#include "enlace/auth/v1/identity_service.grpc.pb.h"
#include "libs/authn/bearer.h"
#include "libs/authn/credential_error.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"
#include "libs/rpc/metadata.h"
#include "libs/rpc/struct_json.h"

namespace enlace::authn {
namespace {

namespace proto = ::enlace::auth::v1;

absl::Time ReadTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Status Unreachable(std::string_view internal) {
  return core::WithInternal(core::refusal::UnavailableAuth(), internal);
}

// They were judged when they were written: what is wrong with them all the same is left out.
std::shared_ptr<const catalog::TenantRules> ReadRules(const google::protobuf::Struct& settings) {
  std::vector<core::Violation> ignored;
  const auto json = rpc::FromStruct(settings, "settings", ignored);
  return std::make_shared<const catalog::TenantRules>(
      catalog::ReadTenantRules(json, "settings", ignored));
}

absl::StatusOr<Principal> ReadPrincipal(const proto::Principal& message) {
  Principal principal;
  const auto id = core::Ulid::Parse(message.id());
  if (!id) return Unreachable("the auth service answered a principal without an id");
  principal.id = *id;
  principal.role = static_cast<Role>(message.role());
  if (message.has_tenant_id()) {
    const auto tenant_id = core::Ulid::Parse(message.tenant_id());
    if (!tenant_id) return Unreachable("the auth service answered a malformed tenant id");
    principal.tenant_id = *tenant_id;
  }
  principal.tenant_slug = message.tenant_slug();
  principal.scopes.assign(message.scopes().begin(), message.scopes().end());
  principal.owner_id = message.owner_id();
  principal.workflows.assign(message.workflows().begin(), message.workflows().end());
  principal.workflows_version = message.workflows_version();
  principal.time_zone = message.time_zone();
  if (message.has_settings()) principal.rules = ReadRules(message.settings());
  if (message.has_expires_at()) principal.expires_at = ReadTime(message.expires_at());
  if (message.has_writable_until()) principal.writable_until = ReadTime(message.writable_until());
  return principal;
}

class GrpcResolver final : public CredentialResolver {
 public:
  explicit GrpcResolver(std::shared_ptr<grpc::Channel> auth)
      : stub_(proto::AuthService::NewStub(std::move(auth))) {}

  absl::StatusOr<Principal> Resolve(std::string_view credential, absl::Time deadline,
                                    const Origin& origin) override {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    context.AddMetadata(MetadataOf(credential), std::string(credential));
    context.AddMetadata(rpc::kInnerCall, "true");
    if (!origin.ip.empty()) context.AddMetadata("x-forwarded-for", std::string(origin.ip));
    context.AddMetadata("x-client-user-agent", std::string(origin.user_agent));
    if (!origin.request_id.empty()) {
      context.AddMetadata("x-request-id", std::string(origin.request_id));
    }
    proto::Principal answer;
    const proto::GetPrincipalRequest request;
    const auto status = rpc::Await(&answer, [&](auto* queue) {
      return stub_->PrepareAsyncGetPrincipal(&context, request, queue);
    });
    if (status.ok()) return ReadPrincipal(answer);
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return CredentialInvalid();
    return Unreachable(
        absl::StrCat("GetPrincipal: code ", status.error_code(), ": ", status.error_message()));
  }

 private:
  const std::unique_ptr<proto::AuthService::Stub> stub_;
};

// As text, because the set's own reader passes over what it does not know.
absl::StatusOr<TokenKeySet> ReadKeys(const proto::TokenKeySet& message) {
  auto keys = nlohmann::json::array();
  for (const auto& key : message.keys()) {
    keys.push_back({{"kty", key.kty()},
                    {"crv", key.crv()},
                    {"x", key.x()},
                    {"kid", key.kid()},
                    {"use", key.use()},
                    {"alg", key.alg()}});
  }
  auto read = TokenKeySet::FromJwks(nlohmann::json{{"keys", std::move(keys)}}.dump());
  return read.ok() ? std::move(read) : Unreachable("the auth service answered no key of tokens");
}

}  // namespace

TokenJudge::Fetch MakeTokenKeyFetch(std::shared_ptr<grpc::Channel> auth) {
  return [stub = std::shared_ptr(proto::IdentityService::NewStub(std::move(auth)))](
             absl::Time deadline) -> absl::StatusOr<TokenKeySet> {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    proto::TokenKeySet answer;
    const auto status = rpc::Await(
        &answer, [&](auto* queue) { return stub->PrepareAsyncGetTokenKeys(&context, {}, queue); });
    if (status.ok()) return ReadKeys(answer);
    return Unreachable(
        absl::StrCat("GetTokenKeys: code ", status.error_code(), ": ", status.error_message()));
  };
}

std::unique_ptr<CredentialResolver> MakeGrpcResolver(std::shared_ptr<grpc::Channel> auth) {
  return std::make_unique<GrpcResolver>(std::move(auth));
}

}  // namespace enlace::authn
