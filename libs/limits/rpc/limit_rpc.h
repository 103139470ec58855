#pragma once

#include "enlace/limit/v1/limit_service.grpc.pb.h"
#include "libs/limits/tenant_limits.h"
#include "libs/rpc/unary_service.h"

namespace enlace::limits::rpc {

// enlace.limit.v1.LimitService over the limits of a service's database. Thread-safe.
class LimitRpc final : public enlace::rpc::UnaryService<limit::v1::LimitService> {
 public:
  // Both must outlive it.
  LimitRpc(enlace::rpc::Pipeline& pipeline, TenantLimits& limits);

 private:
  TenantLimits& limits_;
};

}  // namespace enlace::limits::rpc
