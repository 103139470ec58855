#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace enlace::audit {

// SHA-256 (FIPS 180-4).
using Hash = std::array<std::uint8_t, 32>;

// Of the parts, one after another.
Hash Sha256(std::initializer_list<std::string_view> parts);

// The 32 bytes; valid as long as `hash` is.
std::string_view BytesOf(const Hash& hash);

// Nullopt unless `bytes` are 32.
std::optional<Hash> HashFromBytes(std::string_view bytes);

// Base 64 of RFC 4648, section 4: the standard alphabet, with padding.
std::string ToBase64(std::string_view bytes);

// Reads what ToBase64 writes; nullopt for every other spelling: no padding, white space, the
// alphabet for URLs, bits left over in the last character.
std::optional<std::string> FromBase64(std::string_view text);

// A hash as checkpoints and the API write it, in base 64.
std::string HashText(const Hash& hash);
std::optional<Hash> ParseHash(std::string_view text);

}  // namespace enlace::audit
