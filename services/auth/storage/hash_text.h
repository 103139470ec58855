#pragma once

#include <string>
#include <string_view>

namespace enlace::auth::storage {

// A hash in lower-case hexadecimal: how bytea travels, by encode() and decode().
std::string HashText(std::string_view hash);

// The way back; empty for anything that is not hexadecimal.
std::string ReadHash(std::string_view text);

}  // namespace enlace::auth::storage
