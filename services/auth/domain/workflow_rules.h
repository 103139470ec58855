#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"
#include "services/auth/domain/workflow.h"

namespace enlace::auth {

// At most so many of a tenant that are not deleted.
inline constexpr int kMaxWorkflows = 50;
inline constexpr std::size_t kMaxWorkflowFields = 100;

inline constexpr std::array<const char*, 9> kFieldTypes = {
    "string", "text", "number", "boolean", "date", "datetime", "phone", "email", "select"};

// Puts the texts into their stored form, gives each field without a label its key and without an
// order its place in the list, puts the fields into their order, and adds everything that is wrong:
//   name                           letters, digits, _ and -, at most 64  REQUIRED, WORKFLOW_FORMAT
//   botFlow                        letters, digits and . _ - / :, at most 200              BOT_FLOW
//   patientSchema.fields           at most 100, in 32 KiB          LIST_LENGTH, CUSTOM_FIELDS_SIZE
//     [i].key                      a letter, then letters, digits and _, at most 64; unique
//                                                                REQUIRED, SCHEMA_KEY, REPEATED
//     [i].label                    at most 120 characters                 TEXT_LENGTH, TEXT_CONTROL
//     [i].type                     one of kFieldTypes                          REQUIRED, ENUM_VALUE
//     [i].options                  1 to 200 of a select, unique, at most 120 characters each
//                                        SCHEMA_OPTIONS, LIST_LENGTH, REPEATED, REQUIRED, TEXT_…
//     [i].default                  a value that the field takes                      SCHEMA_DEFAULT
//     [i].displayOrder             1 to 1,000; unique                      SCHEMA_ORDER, REPEATED
void CheckNewWorkflow(NewWorkflow& workflow, std::vector<core::Violation>& violations);

// The same rules for the fields that change.
void CheckWorkflowChanges(WorkflowChanges& changes, std::vector<core::Violation>& violations);

// The names of the workflows to which somebody is limited, doubles dropped. Adds LIST_LENGTH to
// `workflows` for more than kMaxWorkflows. That each exists, the repositories find out.
std::vector<std::string> CheckWorkflowLimit(const std::vector<std::string>& names,
                                            std::vector<core::Violation>& violations);

}  // namespace enlace::auth
