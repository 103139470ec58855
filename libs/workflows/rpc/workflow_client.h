#pragma once

#include <memory>

#include "enlace/auth/v1/workflow_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "libs/workflows/workflow_cache.h"

namespace enlace::workflows::rpc {

// The workflows of callers' tenants, asked of the auth service in their own name and kept.
// Thread-safe.
class WorkflowClient {
 public:
  // `auth` must outlive the client.
  explicit WorkflowClient(enlace::auth::v1::WorkflowService::StubInterface& auth) : auth_(auth) {}

  // The enabled ones that the caller may use. UNAVAILABLE when the auth service does not answer.
  absl::StatusOr<std::shared_ptr<const WorkflowNames>> Of(const enlace::rpc::Call& call);

 private:
  enlace::auth::v1::WorkflowService::StubInterface& auth_;
  WorkflowCache cache_;
};

}  // namespace enlace::workflows::rpc
