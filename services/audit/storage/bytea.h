#pragma once

#include <string>
#include <string_view>

namespace enlace::audit::storage {

// Bytes in lower-case hexadecimal: how bytea travels, by encode() and decode().
std::string ByteaText(std::string_view bytes);

// The way back; empty for anything that is not hexadecimal.
std::string ReadBytea(std::string_view text);

}  // namespace enlace::audit::storage
