#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "enlace/limit/v1/limit_service.grpc.pb.h"
#include "services/auth/domain/limit_owner.h"

namespace enlace::auth::rpc {

// The limits of an owning service, asked in auth's own name. Thread-safe.
class LimitClient final : public LimitOwner {
 public:
  // `key`: an API key of the role internal_service.
  LimitClient(std::shared_ptr<grpc::Channel> channel, std::string key);

  absl::StatusOr<LimitInForce> Set(const core::Ulid& tenant_id, std::int64_t version,
                                   std::optional<std::int64_t> most, bool if_it_fits,
                                   absl::Time deadline) override;
  absl::StatusOr<LimitInForce> Get(const core::Ulid& tenant_id, absl::Time deadline) override;

 private:
  void Prepare(grpc::ClientContext& context, absl::Time deadline) const;

  const std::unique_ptr<enlace::limit::v1::LimitService::StubInterface> stub_;
  const std::string key_;
};

}  // namespace enlace::auth::rpc
