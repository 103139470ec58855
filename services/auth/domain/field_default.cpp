#include "services/auth/domain/field_default.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libs/clinical/date.h"
#include "libs/clinical/email.h"
#include "libs/clinical/phone.h"
#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

constexpr double kMostNumber = 1e30;
constexpr clinical::TextRule kString{.max_characters = 200};
constexpr clinical::TextRule kText{.max_characters = 2000, .multiline = true};

// nullopt: no such text.
std::optional<std::string> Checked(const std::string& text, const clinical::TextRule& rule) {
  std::vector<core::Violation> found;
  auto checked = clinical::CheckText(text, "", rule, found);
  if (!found.empty()) return std::nullopt;
  return checked;
}

// The text as a field of the type keeps it; nullopt where it does not take it.
std::optional<std::string> TextOf(const WorkflowField& field, const std::string& text) {
  std::vector<core::Violation> found;
  if (field.type == "string") return Checked(text, kString);
  if (field.type == "text") return Checked(text, kText);
  // No country is taken for granted: a tenant may change its own.
  if (field.type == "phone") return clinical::ReadPhone(text, "", found, "");
  if (field.type == "email") return clinical::ReadEmail(text, "", found);
  const std::string trimmed(clinical::Trim(text));
  bool takes = false;
  if (field.type == "date") takes = clinical::ParseDate(trimmed).has_value();
  if (field.type == "datetime") takes = clinical::ReadTime(trimmed, "", found).has_value();
  if (field.type == "select") {
    takes = std::find(field.options.begin(), field.options.end(), trimmed) != field.options.end();
  }
  return takes ? std::optional(trimmed) : std::nullopt;
}

bool Takes(WorkflowField& field) {
  auto& value = field.default_value;
  if (field.type == "boolean") return value.is_boolean();
  if (field.type == "number") {
    return value.is_number() && std::abs(value.get<double>()) <= kMostNumber;
  }
  if (!value.is_string()) return false;
  const auto text = TextOf(field, value.get<std::string>());
  if (text) value = *text;
  return text.has_value();
}

}  // namespace

void CheckDefault(const std::string& at, WorkflowField& field,
                  std::vector<core::Violation>& violations) {
  if (field.default_value.is_null() || Takes(field)) return;
  violations.push_back(core::violation::SchemaDefault(at, field.type));
}

}  // namespace enlace::auth
