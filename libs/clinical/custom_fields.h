#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// Limits of a resource's custom fields: they bound a row, and with it the row's audit event.
inline constexpr std::size_t kMaxCustomFields = 1000;
inline constexpr std::size_t kMaxCustomFieldsBytes = 256 * 1024;

// Merges `sent` into `target`, an object, key by key; null removes a key. Adds a violation of
// `field`, and leaves `target` in a state not to be used, when
//   CUSTOM_FIELDS         `sent` is no JSON object
//   CUSTOM_FIELDS_COUNT   the result has more than kMaxCustomFields keys
//   CUSTOM_FIELDS_SIZE    the result takes more than kMaxCustomFieldsBytes as JSON text
void MergeCustomFields(const nlohmann::json& sent, std::string_view field, nlohmann::json& target,
                       std::vector<core::Violation>& violations);

// Custom fields that a list is filtered by: key and text of the value.
using CustomFieldFilter = std::vector<std::pair<std::string, std::string>>;
inline constexpr std::size_t kMaxCustomFieldFilters = 20;

// What of `asked` a list can be filtered by. Adds violations of `field` as a whole (more than
// kMaxCustomFieldFilters; a key that is empty or no text) and of `<field>.<key>` (a value that is
// no text), as CheckText names them.
CustomFieldFilter ReadCustomFieldFilter(const CustomFieldFilter& asked, std::string_view field,
                                        std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
