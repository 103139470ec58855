#include "libs/clinical/custom_fields.h"

#include <string>

#include "libs/core/reasons.h"

namespace enlace::clinical {

void MergeCustomFields(const nlohmann::json& sent, std::string_view field, nlohmann::json& target,
                       std::vector<core::Violation>& violations) {
  if (!sent.is_object()) {
    violations.push_back(core::violation::CustomFields(field));
    return;
  }
  for (const auto& [key, value] : sent.items()) {
    if (value.is_null()) {
      target.erase(key);
    } else {
      target[key] = value;
    }
  }
  if (target.size() > kMaxCustomFields) {
    violations.push_back(core::violation::CustomFieldsCount(field, kMaxCustomFields));
  }
  if (target.dump().size() > kMaxCustomFieldsBytes) {
    violations.push_back(core::violation::CustomFieldsSize(field, kMaxCustomFieldsBytes / 1024));
  }
}

}  // namespace enlace::clinical
