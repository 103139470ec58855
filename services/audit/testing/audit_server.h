#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/server.h"
#include "services/audit/domain/event_repository.h"
#include "services/audit/rpc/audit_proof_rpc.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/audit_stream_service.h"

namespace enlace::audit::testing {

// For tests only: the audit service behind the real pipeline, in this process, with the credentials
// that the test makes.
class AuditServer {
 public:
  // What it serves beside AuditService: nothing where it is null.
  struct Further {
    ProofRepository* proofs = nullptr;
    // The public keys of `proofs`.
    std::vector<CheckpointPublicKey> keys = {};
    ExportRepository* chain = nullptr;
  };
  // The repositories must outlive the server.
  explicit AuditServer(EventRepository& events) : AuditServer(events, Further()) {}
  AuditServer(EventRepository& events, const Further& further);
  ~AuditServer();

  // The plaintext of a new credential.
  std::string Relay();
  std::string PlatformAdmin();
  std::string Person(const core::Ulid& tenant_id, authn::Role role);
  std::string Bot(const core::Ulid& tenant_id, std::vector<std::string> scopes);

  // Calls with the credential `key`; an empty one is not sent. With each goes what it is for.
  std::string purpose, purpose_reason;
  grpc::Status List(const std::string& key, const v1::ListAuditEventsRequest& request,
                    v1::ListAuditEventsResponse* response);
  grpc::Status ListAccesses(const std::string& key, const v1::ListPatientAccessesRequest& request,
                            v1::ListPatientAccessesResponse* response);
  grpc::Status Record(const std::string& key, const v1::RecordAuditEventsRequest& request,
                      v1::RecordAuditEventsResponse* response);
  grpc::Status Erase(const std::string& key, const v1::ErasePersonFromAuditRequest& request);

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  void AddMetadata(grpc::ClientContext& context, const std::string& key) const;

 private:
  class Credentials;
  std::string Add(authn::Principal principal);

  core::SystemClock clock_;
  Credentials* credentials_;
  std::unique_ptr<authn::Authenticator> authenticator_;
  std::unique_ptr<enlace::rpc::Pipeline> pipeline_;
  const enlace::rpc::PageTokens page_tokens_{*core::DataKeys::FromHex(std::string(64, 'a'))};
  std::unique_ptr<rpc::AuditService> service_;
  std::unique_ptr<rpc::AuditProofRpc> proof_service_;
  std::unique_ptr<rpc::AuditStreamService> streams_;
  std::unique_ptr<enlace::rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AuditService::Stub> stub_;
};

}  // namespace enlace::audit::testing
