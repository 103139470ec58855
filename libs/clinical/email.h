#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// The address without surrounding white space, otherwise as it was sent. Its shape is checked
// (RFC 5321 without quoted local parts and address literals; ASCII; a domain with a dot; at most
// 254 characters), not its existence. Adds EMAIL_FORMAT and answers nullopt otherwise.
std::optional<std::string> ReadEmail(std::string_view value, std::string_view field,
                                     std::vector<core::Violation>& violations);

// The form in which addresses are compared: lower case.
std::string LowerEmail(std::string_view email);

}  // namespace enlace::clinical
