#pragma once

#include <string>
#include <vector>

#include "libs/db/rows.h"
#include "services/auth/domain/workflow.h"

namespace enlace::auth::storage {

// A row of id, name, enabled, patient_schema (as text), bot_flow, created_at, updated_at, version.
Workflow ReadWorkflow(const db::Row& row);

// The column patient_schema.
std::string PatientSchemaText(const std::vector<WorkflowField>& fields);

}  // namespace enlace::auth::storage
