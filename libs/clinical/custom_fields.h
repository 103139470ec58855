#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>
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

}  // namespace enlace::clinical
