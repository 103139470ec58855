#include "services/patient/rpc/workflow_follow_client.h"

#include <google/protobuf/empty.pb.h>

#include <utility>

#include "libs/rpc/await.h"
#include "libs/rpc/status.h"

namespace enlace::patient::rpc {
namespace {

namespace proto = enlace::appointment::v1;

}  // namespace

WorkflowFollowClient::WorkflowFollowClient(proto::AppointmentService::StubInterface& stub,
                                           std::string key)
    : stub_(stub), key_(std::move(key)) {}

absl::Status WorkflowFollowClient::Follow(const WorkflowOrder& order, absl::Time deadline) {
  proto::FollowPatientWorkflowRequest request;
  request.set_tenant_id(order.tenant_id.ToString());
  request.set_patient_id(order.patient_id.ToString());
  if (order.workflow) request.set_workflow(*order.workflow);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("x-api-key", key_);
  google::protobuf::Empty answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncFollowPatientWorkflow(&context, request, queue);
  });
  return enlace::rpc::FromGrpcStatus(status);
}

}  // namespace enlace::patient::rpc
