#pragma once

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/patient/domain/patient_service.h"

namespace enlace::patient::rpc {

// enlace.patient.v1.PatientService over the domain's PatientService. Thread-safe.
class PatientRpc final : public enlace::rpc::UnaryService<v1::PatientService> {
 public:
  // All must outlive it.
  PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients,
             const enlace::rpc::PageTokens& page_tokens);

 private:
  PatientService& patients_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::patient::rpc
