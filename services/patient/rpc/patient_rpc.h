#pragma once

#include <functional>
#include <memory>

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/call.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "libs/workflows/workflow_cache.h"
#include "services/patient/domain/patient_service.h"

namespace enlace::patient::rpc {

// The enabled workflows that a caller may use.
using WorkflowsOf = std::function<absl::StatusOr<std::shared_ptr<const workflows::WorkflowNames>>(
    const enlace::rpc::Call& call)>;

// enlace.patient.v1.PatientService over the domain's PatientService. Thread-safe.
class PatientRpc final : public enlace::rpc::UnaryService<v1::PatientService> {
 public:
  // The references must outlive it.
  PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients,
             const enlace::rpc::PageTokens& page_tokens, WorkflowsOf workflows);

 private:
  void AddReads();
  void AddWrites();

  PatientService& patients_;
  const enlace::rpc::PageTokens& page_tokens_;
  const WorkflowsOf workflows_;
};

}  // namespace enlace::patient::rpc
