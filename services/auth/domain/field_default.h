#pragma once

#include <string>
#include <vector>

#include "libs/core/error.h"
#include "services/auth/domain/workflow.h"

namespace enlace::auth {

// Puts the default of a field, whose type and options were checked, into its stored form: phones in
// E.164, texts without white space at their ends. Adds SCHEMA_DEFAULT at `at` unless the field
// itself would take it:
//   string, text      a text of at most 200 or 2,000 characters
//   number            within ±1e30
//   boolean           true or false
//   date, datetime    as RFC 3339 writes them
//   phone             with its country code
//   email, select     an address; one of the options
void CheckDefault(const std::string& at, WorkflowField& field,
                  std::vector<core::Violation>& violations);

}  // namespace enlace::auth
