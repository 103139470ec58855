#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/db/access_log.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "services/auth/domain/platform_key.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/storage/auth_fixture.h"

namespace enlace::auth {

// The auth service behind a real gRPC server on loopback, over a fresh database.
struct AuthServerFixture : AuthFixture {
  core::SystemClock system_clock;
  KeyUse uses{credentials, clock};
  authn::Authenticator authenticator{
      std::make_unique<CredentialService>(credentials, uses, hasher, token_keys.published, clock),
      system_clock, absl::ZeroDuration()};
  const core::DataKeys data_keys = *core::DataKeys::FromHex(std::string(64, 'a'));
  const db::KeptAnswers kept_answers{*own, platform.get()};
  const enlace::rpc::Repeats repeats{kept_answers, data_keys};
  std::unique_ptr<db::PlatformDatabase> relay =
      *db::PlatformDatabase::Open({.url = files.RelayUrl(), .pool_size = 2});
  db::AccessLog access_log{*relay};
  enlace::rpc::Pipeline pipeline{authenticator, &access_log, system_clock, &repeats};
  const enlace::rpc::PageTokens page_tokens{data_keys};
  rpc::AuthRpc service{pipeline, tenants, keys, page_tokens};
  std::unique_ptr<enlace::rpc::Server> server =
      *enlace::rpc::Server::Start({.listen = {"127.0.0.1:0"}}, {&service});
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::AuthService::Stub> stub;
  std::string admin_key;

  AuthServerFixture() {
    channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server->ports().front()),
                                  grpc::InsecureChannelCredentials());
    stub = v1::AuthService::NewStub(channel);
    admin_key = *IssuePlatformKey(credentials, hasher, "test", authn::Role::kPlatformAdmin,
                                  "first admin", clock.Now(), Deadline());
  }

  // Calls a method of the stub with a credential; an empty one is left out.
  template <typename Request, typename Response>
  absl::Status Call(const std::string& api_key,
                    grpc::Status (v1::AuthService::Stub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    if (!api_key.empty()) context.AddMetadata("x-api-key", api_key);
    const auto status = (stub.get()->*method)(&context, request, response);
    return enlace::rpc::FromGrpcStatus(status);
  }

  v1::Tenant CreateTenant(const std::string& name) {
    v1::CreateTenantRequest request;
    request.set_name(name);
    v1::Tenant tenant;
    const auto status = Call(admin_key, &v1::AuthService::Stub::CreateTenant, request, &tenant);
    INFO(status.ToString());
    REQUIRE(status.ok());
    return tenant;
  }

  v1::CreateApiKeyResponse CreateKey(const std::string& tenant_id,
                                     const std::vector<std::string>& scopes) {
    v1::CreateApiKeyRequest request;
    request.set_tenant_id(tenant_id);
    request.set_name("bot");
    request.set_owner("ana@example.com");
    for (const auto& scope : scopes) request.add_scopes(scope);
    v1::CreateApiKeyResponse response;
    const auto status = Call(admin_key, &v1::AuthService::Stub::CreateApiKey, request, &response);
    INFO(status.ToString());
    REQUIRE(status.ok());
    return response;
  }
};

}  // namespace enlace::auth
