#pragma once

#include <string_view>

namespace enlace::auth {

// common_passwords.txt as it stands; CMake compiles it in.
extern const std::string_view kCommonPasswordsText;

}  // namespace enlace::auth
