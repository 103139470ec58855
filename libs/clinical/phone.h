#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// The number in E.164 (`+573001234567`). Without a country code it is taken as one of `region`
// (ISO 3166, two letters; one that is not known leaves national numbers refused). Digits, spaces,
// `+ - . / ( )` are understood. Judged by its possible length in that country, not by allotted
// ranges: those change more often than a server is updated. Adds PHONE_FORMAT and answers nullopt
// otherwise. Thread-safe.
std::optional<std::string> ReadPhone(std::string_view value, std::string_view field,
                                     std::vector<core::Violation>& violations,
                                     std::string_view region = "CO");

// Whether the numbers of a country (ISO 3166, two letters) are known. Thread-safe.
bool IsRegion(std::string_view region);

}  // namespace enlace::clinical
