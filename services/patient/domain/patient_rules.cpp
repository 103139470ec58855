#include "services/patient/domain/patient_rules.h"

#include <algorithm>
#include <utility>

#include "libs/clinical/text.h"
#include "libs/clinical/workflow_name.h"
#include "libs/core/reasons.h"
#include "services/patient/domain/field_reader.h"

namespace enlace::patient {
namespace {

void RequireIdentity(const Patient& patient, FieldReader& reader) {
  if (patient.workflow) return;
  if (!patient.first_name) reader.Require("firstName");
  if (!patient.last_name) reader.Require("lastName");
  // A document that was sent but is wrong has been refused already, part by part.
  if (!patient.document && !reader.Refused("docTypeId") && !reader.Refused("docNumber")) {
    reader.Require("docTypeId");
    reader.Require("docNumber");
  }
}

}  // namespace

absl::StatusOr<Patient> ApplyInput(const Patient& current, const PatientInput& input,
                                   const catalog::Codes& codes,
                                   std::vector<core::Violation>& warnings,
                                   std::vector<core::Violation> earlier) {
  Patient next = current;
  FieldReader reader(codes, input.clear_fields, std::move(earlier));
  reader.Name("firstName", input.first_name, next.first_name);
  reader.Name("secondName", input.second_name, next.second_name);
  reader.Name("lastName", input.last_name, next.last_name);
  reader.Name("secondLastName", input.second_last_name, next.second_last_name);
  reader.Date("birthDate", input.birth_date, codes.today(), next.birth_date);
  reader.Gender("genderId", input.gender_id, next.gender_id);
  reader.GenderIdentity("genderIdentityId", input.gender_identity_id, next.gender_identity_id);
  reader.Document(input.doc_type_id, input.doc_number, next.document);
  reader.Code("mrn", input.mrn, next.mrn);
  reader.Phones("phones", input.phones, next.phones);
  reader.Email("email", input.email, next.email);
  reader.Eps("epsId", input.eps_id, next.eps_id);
  reader.Flag("habeasData", input.habeas_data, next.habeas_data);
  reader.CustomFields("customFields", input.custom_fields, next.custom_fields);
  reader.Workflow("workflow", input.workflow, next.workflow);
  reader.Add(input.unreadable);
  RequireIdentity(next, reader);
  reader.Age(input, next.document, next.birth_date);
  warnings = reader.warnings();
  auto violations = std::move(reader).Finish();
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return next;
}

void CheckEnvelope(const Envelope& envelope, const std::vector<std::string_view>& actions,
                   std::vector<core::Violation>& violations) {
  if (envelope.event_type != "PATIENT") {
    violations.push_back(core::violation::EventType("eventType", "PATIENT"));
  }
  if (std::find(actions.begin(), actions.end(), envelope.action_type) == actions.end()) {
    std::string known;
    for (const auto action : actions) known.append(known.empty() ? "" : ", ").append(action);
    violations.push_back(core::violation::ActionType("actionType", known));
  }
}

void CheckOptionalEnvelope(const Envelope& envelope, const std::vector<std::string_view>& actions,
                           std::vector<core::Violation>& violations) {
  if (envelope.event_type.empty() && envelope.action_type.empty()) return;
  CheckEnvelope({envelope.event_type.empty() ? "PATIENT" : envelope.event_type,
                 envelope.action_type.empty() ? "CREATE" : envelope.action_type},
                actions, violations);
}

void CheckWorkflow(const Caller& caller, const PatientInput& input, bool is_new,
                   std::vector<core::Violation>& violations) {
  const std::string_view name = input.workflow ? clinical::Trim(*input.workflow) : "";
  const auto& clears = input.clear_fields;
  const bool cleared = std::find(clears.begin(), clears.end(), "workflow") != clears.end();
  if (caller.limited_to_workflows && (cleared || (name.empty() && (is_new || input.workflow)))) {
    violations.push_back(core::violation::WorkflowUnknownLimited("workflow"));
    return;
  }
  // A text that can be no name is refused as such.
  if (!clinical::IsWorkflowName(name)) return;
  if (!caller.workflows || !caller.workflows->contains(name)) {
    violations.push_back(core::violation::WorkflowUnknown("workflow"));
  }
}

}  // namespace enlace::patient
