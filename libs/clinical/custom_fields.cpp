#include "libs/clinical/custom_fields.h"

#include "absl/strings/str_cat.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

constexpr TextRule kFilterKey{.max_characters = 200, .required = true};
constexpr TextRule kFilterValue{.max_characters = 200};

}  // namespace

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

CustomFieldFilter ReadCustomFieldFilter(const CustomFieldFilter& asked, std::string_view field,
                                        std::vector<core::Violation>& violations) {
  CustomFieldFilter filter;
  if (asked.size() > kMaxCustomFieldFilters) {
    violations.push_back(core::violation::CustomFieldsCount(field, kMaxCustomFieldFilters));
    return filter;
  }
  for (const auto& [key, value] : asked) {
    const std::size_t before = violations.size();
    CheckText(key, field, kFilterKey, violations);
    if (violations.size() > before) continue;
    CheckText(value, absl::StrCat(core::Absl(field), ".", key), kFilterValue, violations);
    if (violations.size() == before) filter.emplace_back(key, value);
  }
  return filter;
}

}  // namespace enlace::clinical
