#pragma once

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "services/auth/domain/doctor_directory.h"

namespace enlace::auth::rpc {

// The appointment service's directory of doctors, asked in the name of one call: with its
// credential, request id, trace and deadline. Lives as long as the call.
class DoctorClient final : public DoctorDirectory {
 public:
  // Both must outlive the object.
  DoctorClient(enlace::appointment::v1::DirectoryService::StubInterface& stub,
               const enlace::rpc::Call& call)
      : stub_(stub), call_(call) {}

  absl::StatusOr<core::Ulid> Create(const DoctorProfile& profile, const std::string& key) override;

 private:
  enlace::appointment::v1::DirectoryService::StubInterface& stub_;
  const enlace::rpc::Call& call_;
};

}  // namespace enlace::auth::rpc
