#pragma once

#include "enlace/audit/v1/audit_retention_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/audit/domain/retention_repository.h"

namespace enlace::audit::rpc {

// enlace.audit.v1.AuditRetentionService. Thread-safe.
class RetentionRpc final : public enlace::rpc::UnaryService<v1::AuditRetentionService> {
 public:
  // Both must outlive the service.
  RetentionRpc(enlace::rpc::Pipeline& pipeline, RetentionRepository& retention);

 private:
  RetentionRepository& retention_;
};

}  // namespace enlace::audit::rpc
