#pragma once

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/authn/api_key.h"
#include "libs/authn/authenticator.h"
#include "libs/authn/credential_error.h"
#include "libs/catalog/live_catalogs.h"
#include "libs/catalog/rpc/catalog_rpc.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/db/database.h"
#include "libs/db/kept_answers.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/repeats.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/testing/database.h"
#include "libs/testing/sql.h"
#include "services/patient/domain/patient_service.h"
#include "services/patient/rpc/patient_rpc.h"
#include "services/patient/storage/postgres_patient_repository.h"

namespace enlace::patient::rpc {

// Credentials of a test: the plaintext of each key and what it stands for.
class KnownKeys final : public authn::CredentialResolver {
 public:
  explicit KnownKeys(std::map<std::string, authn::Principal, std::less<>>& keys) : keys_(keys) {}
  absl::StatusOr<authn::Principal> Resolve(std::string_view api_key, absl::Time,
                                           const authn::Origin&) override {
    const auto found = keys_.find(api_key);
    if (found == keys_.end()) return authn::CredentialInvalid();
    return found->second;
  }

 private:
  std::map<std::string, authn::Principal, std::less<>>& keys_;
};

// The whole patient service behind a real gRPC server, on a database of its own.
class RpcFixture {
 public:
  RpcFixture() {
    const auto address = "127.0.0.1:" + std::to_string(server_->ports().front());
    const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    stub = v1::PatientService::NewStub(channel);
    catalogs = catalog::v1::CatalogService::NewStub(channel);
  }

  // Plaintext of a new key of the tenant.
  std::string NewKey(const core::Ulid& tenant, std::vector<std::string> scopes) {
    const auto id = core::Ulid::Generate(absl::Now());
    auto key = authn::ApiKey::Generate("test", id).Plaintext();
    keys_[key] = {.id = id,
                  .role = authn::Role::kServiceAccount,
                  .tenant_id = tenant,
                  .tenant_slug = "alpha",
                  .scopes = std::move(scopes),
                  .owner_id = "owner@example.com",
                  .time_zone = "America/Bogota"};
    return key;
  }

  // Calls one method of the stub with the key; the status is that of the service.
  template <typename Method, typename Request, typename Response>
  absl::Status Call(Method method, std::string_view key, const Request& request,
                    Response& response) {
    grpc::ClientContext context;
    if (!key.empty()) context.AddMetadata("x-api-key", std::string(key));
    return enlace::rpc::FromGrpcStatus((stub.get()->*method)(&context, request, &response));
  }

  // What the key's tenant has set about codes, from now on.
  void SetRules(const std::string& key, const nlohmann::json& settings) {
    std::vector<core::Violation> violations;
    keys_[key].rules = std::make_shared<const catalog::TenantRules>(
        catalog::ReadTenantRules(settings, "settings", violations));
    REQUIRE(violations.empty());
  }

  db::Rows Sql(const std::string& sql) { return testing::RunSql(server_database_.AdminUrl(), sql); }

  const core::Ulid alpha = core::Ulid::Generate(absl::Now());
  const core::Ulid beta = core::Ulid::Generate(absl::Now());
  const std::vector<std::string> bot_scopes{"patients:read", "patients:write"};
  std::unique_ptr<v1::PatientService::Stub> stub;
  std::unique_ptr<catalog::v1::CatalogService::Stub> catalogs;

 private:
  template <typename Database>
  static std::unique_ptr<Database> Open(const std::string& url) {
    auto database = Database::Open({.url = url, .pool_size = 2});
    REQUIRE(database.ok());
    return *std::move(database);
  }

  core::SystemClock clock_;
  std::map<std::string, authn::Principal, std::less<>> keys_;
  testing::TestDatabase server_database_{"patient"};
  std::unique_ptr<db::TenantDatabase> database_ =
      Open<db::TenantDatabase>(server_database_.RuntimeUrl());
  std::unique_ptr<db::PlatformDatabase> relay_ =
      Open<db::PlatformDatabase>(server_database_.RelayUrl());
  db::AccessLog access_log_{*relay_};
  authn::Authenticator authenticator_{std::make_unique<KnownKeys>(keys_), clock_};
  const core::DataKeys data_keys_ = *core::DataKeys::FromHex(std::string(64, 'a'));
  const db::KeptAnswers kept_answers_{*database_, nullptr};
  const enlace::rpc::Repeats repeats_{kept_answers_, data_keys_};
  enlace::rpc::Pipeline pipeline_{authenticator_, &access_log_, clock_, &repeats_};
  storage::PostgresPatientRepository repository_{*database_};
  std::unique_ptr<catalog::LiveCatalogs> catalogs_ = *catalog::LiveCatalogs::Start(*relay_);
  PatientService patients_{repository_, *catalogs_, clock_};
  enlace::rpc::PageTokens page_tokens_{data_keys_};
  const std::shared_ptr<const workflows::WorkflowNames> workflows_ =
      std::make_shared<workflows::WorkflowNames>(workflows::WorkflowNames{"intake", "prior_auth"});
  PatientRpc rpc_{pipeline_, patients_, page_tokens_,
                  [this](const enlace::rpc::Call&) { return workflows_; }};
  catalog::rpc::CatalogRpc catalog_rpc_{pipeline_, *catalogs_, clock_};
  std::unique_ptr<enlace::rpc::Server> server_ =
      *enlace::rpc::Server::Start({.listen = {"127.0.0.1:0"}}, {&rpc_, &catalog_rpc_});
};

}  // namespace enlace::patient::rpc
