#include "services/auth/domain/workflow_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/clinical/text.h"
#include "libs/clinical/workflow_name.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/field_default.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::size_t kMaxKey = 64;
constexpr std::size_t kMaxOptions = 200;
constexpr std::size_t kMaxBotFlow = 200;
constexpr std::size_t kMaxSchemaKib = 32;
constexpr int kLastOrder = 1000;
constexpr clinical::TextRule kLabel{.max_characters = 120};
constexpr clinical::TextRule kOption{.max_characters = 120, .required = true};

bool IsKey(std::string_view key) {
  return key.size() <= kMaxKey && absl::ascii_isalpha(key.front()) &&
         std::all_of(key.begin(), key.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

bool IsBotFlow(std::string_view text) {
  constexpr std::string_view kSigns = "._-/:";
  return text.size() <= kMaxBotFlow && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
           return absl::ascii_isalnum(c) || kSigns.find(static_cast<char>(c)) != kSigns.npos;
         });
}

void CheckName(std::string& name, Violations& violations) {
  name = clinical::Trim(name);
  if (name.empty()) {
    violations.push_back(core::violation::Required("name"));
  } else if (!clinical::IsWorkflowName(name)) {
    violations.push_back(core::violation::WorkflowFormat("name", clinical::kMaxWorkflowName));
  }
}

void CheckBotFlow(std::string& bot_flow, Violations& violations) {
  bot_flow = clinical::Trim(bot_flow);
  if (!IsBotFlow(bot_flow)) {
    violations.push_back(core::violation::BotFlow("botFlow", kMaxBotFlow));
  }
}

void CheckKey(const std::string& at, std::string& key, std::set<std::string>& seen,
              Violations& violations) {
  const auto field = absl::StrCat(at, ".key");
  key = clinical::Trim(key);
  if (key.empty()) {
    violations.push_back(core::violation::Required(field));
  } else if (!IsKey(key)) {
    violations.push_back(core::violation::SchemaKey(field, kMaxKey));
  } else if (!seen.insert(key).second) {
    violations.push_back(core::violation::Repeated(field));
  }
}

// Whether the type is one.
bool CheckType(const std::string& at, std::string& type, Violations& violations) {
  const auto field = absl::StrCat(at, ".type");
  type = absl::AsciiStrToLower(std::string(clinical::Trim(type)));
  if (type.empty()) {
    violations.push_back(core::violation::Required(field));
    return false;
  }
  if (std::find(kFieldTypes.begin(), kFieldTypes.end(), type) != kFieldTypes.end()) return true;
  violations.push_back(core::violation::EnumValue(field, absl::StrJoin(kFieldTypes, ", ")));
  return false;
}

void CheckOptions(const std::string& at, WorkflowField& checked, Violations& violations) {
  const auto field = absl::StrCat(at, ".options");
  if (checked.type != "select") {
    if (!checked.options.empty()) violations.push_back(core::violation::SchemaOptionsNone(field));
    return;
  }
  if (checked.options.empty()) violations.push_back(core::violation::SchemaOptions(field));
  if (checked.options.size() > kMaxOptions) {
    violations.push_back(core::violation::ListLength(field, kMaxOptions));
    return;
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < checked.options.size(); ++i) {
    const auto one = absl::StrCat(field, "[", i, "]");
    auto& option = checked.options[i];
    option = clinical::CheckText(option, one, kOption, violations);
    if (!option.empty() && !seen.insert(option).second) {
      violations.push_back(core::violation::Repeated(one));
    }
  }
}

void CheckOrder(const std::string& at, int place, WorkflowField& checked, std::set<int>& seen,
                Violations& violations) {
  const auto field = absl::StrCat(at, ".displayOrder");
  if (checked.display_order == 0) checked.display_order = place;
  if (checked.display_order < 1 || checked.display_order > kLastOrder) {
    violations.push_back(core::violation::SchemaOrder(field, kLastOrder));
  } else if (!seen.insert(checked.display_order).second) {
    violations.push_back(core::violation::Repeated(field));
  }
}

// In bytes, about as it is stored. Every sign-in carries all of a tenant's workflows.
std::size_t SizeOf(const WorkflowField& field) {
  auto size = field.key.size() + field.label.size() + field.default_value.dump().size();
  for (const auto& option : field.options) size += option.size();
  return size;
}

void CheckSize(const std::vector<WorkflowField>& fields, Violations& violations) {
  std::size_t size = 0;
  for (const auto& field : fields) size += SizeOf(field);
  if (size <= kMaxSchemaKib * 1024) return;
  violations.push_back(core::violation::CustomFieldsSize("patientSchema.fields", kMaxSchemaKib));
}

void CheckFields(std::vector<WorkflowField>& fields, Violations& violations) {
  if (fields.size() > kMaxWorkflowFields) {
    violations.push_back(core::violation::ListLength("patientSchema.fields", kMaxWorkflowFields));
    return;
  }
  std::set<std::string> keys;
  std::set<int> orders;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto at = absl::StrCat("patientSchema.fields[", i, "]");
    auto& field = fields[i];
    CheckKey(at, field.key, keys, violations);
    field.label = clinical::CheckText(field.label, absl::StrCat(at, ".label"), kLabel, violations);
    if (field.label.empty()) field.label = field.key;
    if (CheckType(at, field.type, violations)) {
      CheckOptions(at, field, violations);
      CheckDefault(absl::StrCat(at, ".default"), field, violations);
    }
    CheckOrder(at, static_cast<int>(i) + 1, field, orders, violations);
  }
  CheckSize(fields, violations);
  std::sort(fields.begin(), fields.end(), [](const WorkflowField& a, const WorkflowField& b) {
    return a.display_order < b.display_order;
  });
}

}  // namespace

void CheckNewWorkflow(NewWorkflow& workflow, Violations& violations) {
  CheckName(workflow.name, violations);
  CheckFields(workflow.fields, violations);
  CheckBotFlow(workflow.bot_flow, violations);
}

void CheckWorkflowChanges(WorkflowChanges& changes, Violations& violations) {
  if (changes.fields) CheckFields(*changes.fields, violations);
  if (changes.bot_flow) CheckBotFlow(*changes.bot_flow, violations);
}

std::vector<std::string> CheckWorkflowLimit(const std::vector<std::string>& names,
                                            Violations& violations) {
  if (names.size() > kMaxWorkflows) {
    violations.push_back(core::violation::ListLength("workflows", kMaxWorkflows));
    return {};
  }
  std::vector<std::string> checked;
  for (const auto& name : names) {
    if (std::find(checked.begin(), checked.end(), name) == checked.end()) checked.push_back(name);
  }
  return checked;
}

}  // namespace enlace::auth
