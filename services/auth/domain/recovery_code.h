#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Codes to print and put away, for whoever has lost the authenticator: look-up secrets of NIST SP
// 800-63B, each good once. Thread-safe.
namespace enlace::auth {

inline constexpr std::size_t kRecoveryCodes = 10;

// A new set of kRecoveryCodes codes like `7kq2m-x04tz`: ten characters of Crockford's base 32 in
// lower case, which has no i, l, o and u, with a dash in the middle. This is the canonical form,
// the one to hash. 50 random bits each: below 64 bits, attempts have to be limited (revision 3,
// section 5.1.2.2).
std::vector<std::string> NewRecoveryCodes();

// A password to be changed at its first use: fifteen such characters in three groups, 75 random
// bits.
std::string NewTemporaryPassword();

// The canonical form of a code that a person typed: letters of either case; spaces, tabs and
// dashes anywhere or nowhere; o for 0, i and l for 1, as Crockford reads them. Nullopt when it
// can't be a code: such a text costs no query.
std::optional<std::string> ReadRecoveryCode(std::string_view typed);

}  // namespace enlace::auth
