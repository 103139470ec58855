#pragma once

#include "enlace/auth/v1/workflow_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/workflow_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.WorkflowService over the domain's service. Thread-safe.
class WorkflowRpc final : public enlace::rpc::UnaryService<v1::WorkflowService> {
 public:
  // Both must outlive it.
  WorkflowRpc(enlace::rpc::Pipeline& pipeline, WorkflowService& workflows);

 private:
  void AddReads();
  void AddWrites();

  WorkflowService& workflows_;
};

}  // namespace enlace::auth::rpc
