#pragma once

#include "enlace/appointment/v1/waitlist_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/waitlist.h"
#include "services/appointment/rpc/patient_client.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

// The gRPC face of the waitlist.
class WaitlistService final : public enlace::rpc::UnaryService<v1::WaitlistService> {
 public:
  using Patients = enlace::patient::v1::PatientService::StubInterface;

  // All must outlive the object.
  WaitlistService(enlace::rpc::Pipeline& pipeline, Waitlist& waitlist, Patients& patients,
                  const enlace::rpc::PageTokens& page_tokens);

 private:
  Waitlist& waitlist_;
  Patients& patients_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::appointment::rpc
