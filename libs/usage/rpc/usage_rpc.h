#pragma once

#include "enlace/usage/v1/usage_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "libs/usage/daily_counts.h"

namespace enlace::usage::rpc {

// enlace.usage.v1.UsageService over the counts of a service's database. Thread-safe.
class UsageRpc final : public enlace::rpc::UnaryService<usage::v1::UsageService> {
 public:
  // Both must outlive it.
  UsageRpc(enlace::rpc::Pipeline& pipeline, DailyCounts& counts);

 private:
  DailyCounts& counts_;
};

}  // namespace enlace::usage::rpc
