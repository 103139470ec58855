#include "services/auth/rpc/workflow_message.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/core/version_match.h"
#include "libs/rpc/struct_json.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {
namespace {

constexpr char kDefault[] = "default";

// As a member of an object: that is what the limits of free-form values are declared for.
nlohmann::json ReadDefault(const google::protobuf::Value& value, const std::string& at,
                           std::vector<core::Violation>& violations) {
  google::protobuf::Struct object;
  (*object.mutable_fields())[kDefault] = value;
  return enlace::rpc::FromStruct(object, at, violations).value(kDefault, nlohmann::json());
}

std::vector<WorkflowField> ReadFields(const v1::PatientSchema& schema,
                                      std::vector<core::Violation>& violations) {
  std::vector<WorkflowField> fields;
  for (const auto& sent : schema.fields()) {
    const auto at = absl::StrCat("patientSchema.fields[", fields.size(), "]");
    WorkflowField field{.key = sent.key(),
                        .label = sent.label(),
                        .type = sent.type(),
                        .required = sent.required(),
                        .options = {sent.options().begin(), sent.options().end()},
                        .default_value = {},
                        .display_in_list = sent.display_in_list(),
                        .display_order = sent.display_order()};
    if (sent.has_default_()) field.default_value = ReadDefault(sent.default_(), at, violations);
    fields.push_back(std::move(field));
  }
  return fields;
}

void WriteField(const WorkflowField& field, v1::WorkflowField& message) {
  message.set_key(field.key);
  message.set_label(field.label);
  message.set_type(field.type);
  message.set_required(field.required);
  for (const auto& option : field.options) message.add_options(option);
  if (!field.default_value.is_null()) {
    google::protobuf::Struct object;
    enlace::rpc::ToStruct({{kDefault, field.default_value}}, &object);
    message.mutable_default_()->Swap(&(*object.mutable_fields())[kDefault]);
  }
  message.set_display_in_list(field.display_in_list);
  message.set_display_order(field.display_order);
}

}  // namespace

NewWorkflow ReadNewWorkflow(const v1::CreateWorkflowRequest& request,
                            std::vector<core::Violation>& violations) {
  return {.name = request.name(),
          .enabled = !request.has_enabled() || request.enabled(),
          .fields = ReadFields(request.patient_schema(), violations),
          .bot_flow = request.bot_flow()};
}

WorkflowChanges ReadWorkflowChanges(const v1::UpdateWorkflowRequest& request,
                                    std::vector<core::Violation>& violations) {
  WorkflowChanges changes;
  if (request.has_enabled()) changes.enabled = request.enabled();
  if (request.has_patient_schema()) {
    changes.fields = ReadFields(request.patient_schema(), violations);
  }
  if (request.has_bot_flow()) changes.bot_flow = request.bot_flow();
  for (const auto& field : request.clear_fields()) {
    if (field == "patientSchema") {
      if (changes.fields) violations.push_back(core::violation::ClearFieldSent(field));
      changes.fields.emplace();
    } else if (field == "botFlow") {
      if (changes.bot_flow) violations.push_back(core::violation::ClearFieldSent(field));
      changes.bot_flow = "";
    } else if (field == "enabled") {
      violations.push_back(core::violation::ClearField(field));
    } else {
      // The name comes from the caller: it is not repeated.
      violations.push_back(core::violation::ClearFieldUnknown("clearFields"));
    }
  }
  return changes;
}

void WriteWorkflow(const Workflow& workflow, v1::Workflow& message) {
  message.set_id(workflow.id.ToString());
  message.set_name(workflow.name);
  message.set_enabled(workflow.enabled);
  auto& schema = *message.mutable_patient_schema();
  for (const auto& field : workflow.fields) WriteField(field, *schema.add_fields());
  message.set_bot_flow(workflow.bot_flow);
  message.set_version(static_cast<std::int32_t>(workflow.version));
  *message.mutable_created_at() = TimestampOf(workflow.created_at);
  *message.mutable_updated_at() = TimestampOf(workflow.updated_at);
  message.set_etag(core::EtagOf(workflow.version));
}

}  // namespace enlace::auth::rpc
