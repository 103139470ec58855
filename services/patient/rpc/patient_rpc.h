#pragma once

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/patient/domain/patient_service.h"

namespace enlace::patient::rpc {

// enlace.patient.v1.PatientService over the domain's PatientService. Thread-safe.
class PatientRpc final : public enlace::rpc::UnaryService<v1::PatientService> {
 public:
  // Both must outlive it.
  PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients);

 private:
  PatientService& patients_;
};

}  // namespace enlace::patient::rpc
