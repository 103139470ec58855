#pragma once

#include <vector>

#include "enlace/auth/v1/workflow.pb.h"
#include "libs/core/error.h"
#include "services/auth/domain/workflow.h"

namespace enlace::auth::rpc {

// Each adds what the form of the request alone shows to be wrong.
NewWorkflow ReadNewWorkflow(const v1::CreateWorkflowRequest& request,
                            std::vector<core::Violation>& violations);
WorkflowChanges ReadWorkflowChanges(const v1::UpdateWorkflowRequest& request,
                                    std::vector<core::Violation>& violations);

void WriteWorkflow(const Workflow& workflow, v1::Workflow& message);

}  // namespace enlace::auth::rpc
