#include "services/audit/testing/audit_server.h"

#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/authn/api_key.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/channel.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::testing {

class AuditServer::Credentials final : public authn::CredentialResolver {
 public:
  void Add(const std::string& key, authn::Principal principal) {
    const absl::MutexLock lock(&mutex_);
    principals_.emplace(key, std::move(principal));
  }

  absl::StatusOr<authn::Principal> Resolve(std::string_view api_key, absl::Time,
                                           const authn::Origin&) override {
    const absl::MutexLock lock(&mutex_);
    const auto found = principals_.find(std::string(api_key));
    if (found != principals_.end()) return found->second;
    return core::refusal::CredentialInvalid();
  }

 private:
  absl::Mutex mutex_;
  std::map<std::string, authn::Principal> principals_ ABSL_GUARDED_BY(mutex_);
};

AuditServer::AuditServer(EventRepository& events, const Further& further) {
  auto credentials = std::make_unique<Credentials>();
  credentials_ = credentials.get();
  authenticator_ = std::make_unique<authn::Authenticator>(std::move(credentials), clock_);
  pipeline_ = std::make_unique<enlace::rpc::Pipeline>(*authenticator_, nullptr, clock_);
  service_ = std::make_unique<rpc::AuditService>(events, *pipeline_, page_tokens_);
  std::vector<enlace::rpc::QueuedService*> services = {service_.get()};
  if (further.proofs != nullptr) {
    proof_service_ =
        std::make_unique<rpc::AuditProofRpc>(*pipeline_, *further.proofs, further.keys);
    services.push_back(proof_service_.get());
  }
  if (further.chain != nullptr) {
    streams_ = std::make_unique<rpc::AuditStreamService>(events, *further.chain, *pipeline_);
    services.push_back(streams_.get());
  }
  server_ = *enlace::rpc::Server::Start(
      {.listen = {"127.0.0.1:0"}, .largest_request = rpc::kLargestRequest}, services);
  channel_ = enlace::rpc::MakeChannel(
      "audit", "127.0.0.1:" + std::to_string(server_->ports().front()), nullptr);
  stub_ = v1::AuditService::NewStub(channel_);
}

AuditServer::~AuditServer() = default;

std::string AuditServer::Add(authn::Principal principal) {
  principal.id = NewId();
  auto key = authn::ApiKey::Generate("test", principal.id).Plaintext();
  credentials_->Add(key, std::move(principal));
  return key;
}

std::string AuditServer::Relay() { return Add({.role = authn::Role::kInternalService}); }

std::string AuditServer::PlatformAdmin() { return Add({.role = authn::Role::kPlatformAdmin}); }

std::string AuditServer::Person(const core::Ulid& tenant_id, authn::Role role) {
  return Add({.role = role, .tenant_id = tenant_id});
}

std::string AuditServer::Bot(const core::Ulid& tenant_id, std::vector<std::string> scopes) {
  return Add(
      {.role = authn::Role::kServiceAccount, .tenant_id = tenant_id, .scopes = std::move(scopes)});
}

void AuditServer::AddMetadata(grpc::ClientContext& context, const std::string& key) const {
  if (!key.empty()) context.AddMetadata("x-api-key", key);
  if (!purpose.empty()) context.AddMetadata("x-purpose-of-use", purpose);
  if (!purpose_reason.empty()) context.AddMetadata("x-purpose-reason", purpose_reason);
}

grpc::Status AuditServer::List(const std::string& key, const v1::ListAuditEventsRequest& request,
                               v1::ListAuditEventsResponse* response) {
  grpc::ClientContext context;
  AddMetadata(context, key);
  response->Clear();
  return stub_->ListAuditEvents(&context, request, response);
}

grpc::Status AuditServer::ListAccesses(const std::string& key,
                                       const v1::ListPatientAccessesRequest& request,
                                       v1::ListPatientAccessesResponse* response) {
  grpc::ClientContext context;
  AddMetadata(context, key);
  response->Clear();
  return stub_->ListPatientAccesses(&context, request, response);
}

grpc::Status AuditServer::Record(const std::string& key,
                                 const v1::RecordAuditEventsRequest& request,
                                 v1::RecordAuditEventsResponse* response) {
  grpc::ClientContext context;
  AddMetadata(context, key);
  response->Clear();
  return stub_->RecordAuditEvents(&context, request, response);
}

grpc::Status AuditServer::Erase(const std::string& key,
                                const v1::ErasePersonFromAuditRequest& request) {
  grpc::ClientContext context;
  if (!key.empty()) context.AddMetadata("x-api-key", key);
  google::protobuf::Empty response;
  return stub_->ErasePersonFromAudit(&context, request, &response);
}

}  // namespace enlace::audit::testing
