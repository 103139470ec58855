#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "services/auth/domain/doctor_order.h"

namespace enlace::auth::rpc {

// The directory of doctors, told in auth's own name. Thread-safe.
class DoctorOrderClient final : public DoctorOwner {
 public:
  // `stub` must outlive it. `key`: an API key of the role internal_service.
  DoctorOrderClient(enlace::appointment::v1::DirectoryService::StubInterface& stub,
                    std::string key);

  absl::StatusOr<core::Ulid> Ensure(const DoctorOrder& order, absl::Time deadline) override;

 private:
  enlace::appointment::v1::DirectoryService::StubInterface& stub_;
  const std::string key_;
};

}  // namespace enlace::auth::rpc
