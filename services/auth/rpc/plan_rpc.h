#pragma once

#include "enlace/auth/v1/plan_service.grpc.pb.h"
#include "enlace/usage/v1/usage_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/plan_service.h"
#include "services/auth/domain/usage_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.PlanService over the domain's service. Thread-safe.
class PlanRpc final : public enlace::rpc::UnaryService<v1::PlanService> {
 public:
  struct Parts {
    PlanService& plans;
    UsageService& usage;
    // Who counts what a tenant uses: auth's own share, and the services that are asked for theirs.
    UsageOwner& auth;
    enlace::usage::v1::UsageService::StubInterface& patient;
    enlace::usage::v1::UsageService::StubInterface& appointment;
    enlace::usage::v1::UsageService::StubInterface& audit;
  };
  // All must outlive it.
  PlanRpc(enlace::rpc::Pipeline& pipeline, const Parts& parts);

 private:
  absl::Status AnswerUsage(const enlace::rpc::Call& call, const v1::GetUsageRequest& request,
                           v1::UsageFigures& response);

  const Parts parts_;
};

}  // namespace enlace::auth::rpc
