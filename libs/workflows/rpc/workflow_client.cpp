#include "libs/workflows/rpc/workflow_client.h"

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"

namespace enlace::workflows::rpc {

namespace proto = enlace::auth::v1;

absl::StatusOr<std::shared_ptr<const WorkflowNames>> WorkflowClient::Of(
    const enlace::rpc::Call& call) {
  return cache_.Of(call.principal(), [&]() -> absl::StatusOr<WorkflowNames> {
    grpc::ClientContext context;
    auto span = call.PassOn(context, "enlace.auth.v1.WorkflowService/ListWorkflows");
    proto::ListWorkflowsResponse answer;
    const auto status = enlace::rpc::Await(
        &answer, [&](auto* queue) { return auth_.PrepareAsyncListWorkflows(&context, {}, queue); });
    span.SetCode(status.error_code());
    if (!status.ok()) {
      return core::WithInternal(core::refusal::UnavailableAuth(),
                                absl::StrCat("ListWorkflows: code ", status.error_code()));
    }
    WorkflowNames names;
    for (const auto& workflow : answer.workflows()) {
      if (workflow.enabled()) names.insert(workflow.name());
    }
    return names;
  });
}

}  // namespace enlace::workflows::rpc
