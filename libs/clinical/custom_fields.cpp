#include "libs/clinical/custom_fields.h"

#include <string>

namespace enlace::clinical {

void MergeCustomFields(const nlohmann::json& sent, std::string_view field, nlohmann::json& target,
                       std::vector<core::Violation>& violations) {
  const auto refuse = [&](const char* reason, const char* message) {
    violations.push_back({std::string(field), reason, message});
  };
  if (!sent.is_object()) {
    refuse("CUSTOM_FIELDS", "must be a JSON object");
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
    refuse("CUSTOM_FIELDS_COUNT", "must hold at most 1000 keys");
  }
  if (target.dump().size() > kMaxCustomFieldsBytes) {
    refuse("CUSTOM_FIELDS_SIZE", "must take at most 256 KiB in all");
  }
}

}  // namespace enlace::clinical
