#pragma once

#include <string_view>

namespace enlace::auth {

// Whether `password` is among those that everybody tries first, in upper or lower case. The list,
// its source and its licence: common_passwords.txt. Thread-safe.
bool IsCommonPassword(std::string_view password);

}  // namespace enlace::auth
