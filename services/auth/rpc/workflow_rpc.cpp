#include "services/auth/rpc/workflow_rpc.h"

#include <utility>
#include <vector>

#include "services/auth/rpc/workflow_message.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

absl::Status Answer(const absl::StatusOr<Workflow>& workflow, v1::Workflow& response) {
  if (!workflow.ok()) return workflow.status();
  WriteWorkflow(*workflow, response);
  return absl::OkStatus();
}

}  // namespace

WorkflowRpc::WorkflowRpc(enlace::rpc::Pipeline& pipeline, WorkflowService& workflows)
    : UnaryService(pipeline), workflows_(workflows) {
  AddReads();
  AddWrites();
}

void WorkflowRpc::AddReads() {
  Add<v1::ListWorkflowsRequest, v1::ListWorkflowsResponse>(
      "ListWorkflows",
      [this](Call& call, const v1::ListWorkflowsRequest&,
             v1::ListWorkflowsResponse& res) -> absl::Status {
        const auto workflows = workflows_.List(call.tenant_context(), call.deadline());
        if (!workflows.ok()) return workflows.status();
        for (const auto& workflow : *workflows) WriteWorkflow(workflow, *res.add_workflows());
        return absl::OkStatus();
      });
  Add<v1::GetWorkflowRequest, v1::Workflow>(
      "GetWorkflow", [this](Call& call, const v1::GetWorkflowRequest& req, v1::Workflow& res) {
        std::optional<std::int64_t> version;
        if (req.has_version()) version = req.version();
        return Answer(workflows_.Get(call.tenant_context(), req.name(), version, call.deadline()),
                      res);
      });
}

void WorkflowRpc::AddWrites() {
  Add<v1::CreateWorkflowRequest, v1::Workflow>(
      "CreateWorkflow",
      [this](Call& call, const v1::CreateWorkflowRequest& req, v1::Workflow& res) {
        std::vector<core::Violation> violations;
        auto workflow = ReadNewWorkflow(req, violations);
        return Answer(workflows_.Create(call.tenant_context(), std::move(workflow),
                                        std::move(violations), call.deadline()),
                      res);
      });
  Add<v1::UpdateWorkflowRequest, v1::Workflow>(
      "UpdateWorkflow",
      [this](Call& call, const v1::UpdateWorkflowRequest& req, v1::Workflow& res) {
        std::vector<core::Violation> violations;
        auto changes = ReadWorkflowChanges(req, violations);
        return Answer(workflows_.Update(call.tenant_context(), req.name(), std::move(changes),
                                        std::move(violations), call.if_match(), call.deadline()),
                      res);
      });
  Add<v1::DeleteWorkflowRequest, google::protobuf::Empty>(
      "DeleteWorkflow",
      [this](Call& call, const v1::DeleteWorkflowRequest& req, google::protobuf::Empty&) {
        return workflows_.Delete(call.tenant_context(), req.name(), call.if_match(),
                                 call.deadline());
      });
}

}  // namespace enlace::auth::rpc
