#pragma once

#include <string_view>

#include "enlace/usage/v1/usage_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "services/auth/domain/usage_owner.h"

namespace enlace::auth::rpc {

// A service's share of a tenant's usage, asked in the name of one call: with its credential,
// request id, trace and deadline. Lives as long as the call.
class UsageClient final : public UsageOwner {
 public:
  // All must outlive the object.
  UsageClient(enlace::usage::v1::UsageService::StubInterface& stub, const enlace::rpc::Call& call)
      : stub_(stub), call_(call) {}

  // Of the caller's own tenant.
  absl::StatusOr<std::vector<ServiceDay>> Count(const UsageQuestion& question) override;

 private:
  enlace::usage::v1::UsageService::StubInterface& stub_;
  const enlace::rpc::Call& call_;
};

}  // namespace enlace::auth::rpc
