#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A field that a workflow asks of its patients.
struct WorkflowField {
  // Its name among the patient's custom fields.
  std::string key;
  std::string label;
  // One of kFieldTypes (workflow_rules.h).
  std::string type;
  bool required = false;
  // What a select takes, in its order; empty for every other type.
  std::vector<std::string> options;
  // Null: none. Otherwise a value of the type.
  nlohmann::json default_value;
  bool display_in_list = false;
  // From 1, unique in the workflow; 0 in a request: its place in the list.
  int display_order = 0;
};

// A process of a tenant with patients of its own.
struct Workflow {
  core::Ulid id;
  // Unique in the tenant among those that are not deleted.
  std::string name;
  // One that is not takes no patients.
  bool enabled = true;
  // By display_order.
  std::vector<WorkflowField> fields;
  // How the bot runner knows the flow that serves it.
  std::string bot_flow;
  absl::Time created_at;
  // When this version was written.
  absl::Time updated_at;
  std::int64_t version = 1;
};

// A workflow to be stored. An empty bot flow is clients/<slug of the tenant>/<name>.
struct NewWorkflow {
  std::string name;
  bool enabled = true;
  std::vector<WorkflowField> fields;
  std::string bot_flow;
};

// What is to change of a workflow; absent: stays as it is. An empty bot flow is the usual one
// again.
struct WorkflowChanges {
  std::optional<bool> enabled;
  std::optional<std::vector<WorkflowField>> fields;
  std::optional<std::string> bot_flow;

  bool empty() const { return !enabled && !fields && !bot_flow; }
};

}  // namespace enlace::auth
