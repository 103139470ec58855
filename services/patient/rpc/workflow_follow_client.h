#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "services/patient/domain/workflow_order.h"

namespace enlace::patient::rpc {

// The appointment service, told in the patient service's own name. Thread-safe.
class WorkflowFollowClient final : public WorkflowFollower {
 public:
  // `stub` must outlive it. `key`: an API key of the role internal_service.
  WorkflowFollowClient(enlace::appointment::v1::AppointmentService::StubInterface& stub,
                       std::string key);

  absl::Status Follow(const WorkflowOrder& order, absl::Time deadline) override;

 private:
  enlace::appointment::v1::AppointmentService::StubInterface& stub_;
  const std::string key_;
};

}  // namespace enlace::patient::rpc
