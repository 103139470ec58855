#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <string_view>

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "services/appointment/domain/patient_directory.h"

namespace enlace::appointment::rpc {

// What a caller is told of an error of the patient service: what concerns its own credential, rate
// or deadline as it is, all else as UNAVAILABLE. `method` is for the log.
absl::Status AsTold(const grpc::Status& status, const char* method);
absl::Status PatientsUnreachable(std::string_view internal);

// The patient service, asked in the name of one call: with its credential, request id, trace and
// deadline. Lives as long as the call.
class PatientClient final : public PatientDirectory {
 public:
  // Both must outlive the object.
  PatientClient(enlace::patient::v1::PatientService::StubInterface& stub,
                const enlace::rpc::Call& call)
      : stub_(stub), call_(call) {}

  // UNAVAILABLE whenever the patient service does not answer, or answers what is no fault of the
  // caller.
  absl::StatusOr<std::optional<PatientReference>> Resolve(const PersonName& name) override;

 private:
  enlace::patient::v1::PatientService::StubInterface& stub_;
  const enlace::rpc::Call& call_;
};

}  // namespace enlace::appointment::rpc
