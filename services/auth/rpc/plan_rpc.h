#pragma once

#include "enlace/auth/v1/plan_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/plan_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.PlanService over the domain's service. Thread-safe.
class PlanRpc final : public enlace::rpc::UnaryService<v1::PlanService> {
 public:
  // Both must outlive it.
  PlanRpc(enlace::rpc::Pipeline& pipeline, PlanService& plans);

 private:
  PlanService& plans_;
};

}  // namespace enlace::auth::rpc
