#pragma once

#include "absl/status/statusor.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "services/appointment/domain/inline_patient.h"

namespace enlace::appointment::rpc {

// The person of one call, and the patient service, asked in the name of that call. Lives as long as
// the call.
class InlinePatientClient final : public InlinePatient {
 public:
  // All must outlive the object.
  InlinePatientClient(enlace::patient::v1::PatientService::StubInterface& stub,
                      const enlace::rpc::Call& call,
                      const enlace::patient::v1::InlinePatient& person)
      : stub_(stub), call_(call), person_(person) {}

  absl::StatusOr<Verdict> Judge() override;
  // Takes at most half of the time that the call has left: its booking is still to be committed.
  absl::StatusOr<core::Ulid> Register(const core::Ulid& id) override;

  // The answer's patient does not exist: the call was only tried.
  bool imagined() const { return imagined_; }

 private:
  absl::StatusOr<enlace::patient::v1::EnsurePatientResponse> Ask(
      const enlace::patient::v1::EnsurePatientRequest& request, absl::Time deadline);

  enlace::patient::v1::PatientService::StubInterface& stub_;
  const enlace::rpc::Call& call_;
  const enlace::patient::v1::InlinePatient& person_;
  bool imagined_ = false;
};

}  // namespace enlace::appointment::rpc
