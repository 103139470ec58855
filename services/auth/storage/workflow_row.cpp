#include "services/auth/storage/workflow_row.h"

#include <nlohmann/json.hpp>

#include "services/auth/storage/tenant_row.h"

namespace enlace::auth::storage {
namespace {

using nlohmann::json;

WorkflowField ReadField(const json& field) {
  return {.key = field.at("key"),
          .label = field.at("label"),
          .type = field.at("type"),
          .required = field.at("required"),
          .options = field.value("options", std::vector<std::string>()),
          .default_value = field.value("default", json()),
          .display_in_list = field.at("display_in_list"),
          .display_order = field.at("display_order")};
}

}  // namespace

Workflow ReadWorkflow(const db::Row& row) {
  Workflow workflow{.id = row.Id("id"),
                    .name = std::string(row.Text("name")),
                    .enabled = row.Bool("enabled"),
                    .fields = {},
                    .bot_flow = std::string(row.Text("bot_flow")),
                    .created_at = row.Time("created_at"),
                    .updated_at = row.Time("updated_at"),
                    .version = row.Int("version")};
  const auto schema = json::parse(row.Text("patient_schema"));
  for (const auto& field : schema.at("fields")) {
    workflow.fields.push_back(ReadField(field));
  }
  return workflow;
}

std::string PatientSchemaText(const std::vector<WorkflowField>& fields) {
  auto list = json::array();
  for (const auto& field : fields) {
    json one = {{"key", field.key},
                {"label", field.label},
                {"type", field.type},
                {"required", field.required},
                {"display_in_list", field.display_in_list},
                {"display_order", field.display_order}};
    if (!field.options.empty()) one["options"] = field.options;
    if (!field.default_value.is_null()) one["default"] = field.default_value;
    list.push_back(std::move(one));
  }
  return JsonText({{"fields", std::move(list)}});
}

}  // namespace enlace::auth::storage
