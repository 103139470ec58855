#pragma once

#include <vector>

#include "absl/status/status.h"
#include "enlace/audit/v1/audit_proof_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/audit/domain/checkpoint.h"
#include "services/audit/domain/proof_repository.h"

namespace enlace::audit::rpc {

// enlace.audit.v1.AuditProofService. Thread-safe.
class AuditProofRpc final : public enlace::rpc::UnaryService<v1::AuditProofService> {
 public:
  // `keys`: what checkpoints are or were signed by, the present one first; at least one. The
  // pipeline and the repository must outlive the service.
  AuditProofRpc(enlace::rpc::Pipeline& pipeline, ProofRepository& proofs,
                std::vector<CheckpointPublicKey> keys);

 private:
  absl::Status GetCheckpoint(enlace::rpc::Call& call, v1::AuditCheckpoint& response);
  absl::Status GetEventProof(enlace::rpc::Call& call, const v1::GetAuditEventProofRequest& request,
                             v1::AuditEventProof& response);
  absl::Status GetConsistency(enlace::rpc::Call& call,
                              const v1::GetAuditConsistencyRequest& request,
                              v1::AuditConsistency& response);

  ProofRepository& proofs_;
  const std::vector<CheckpointPublicKey> keys_;
};

}  // namespace enlace::audit::rpc
