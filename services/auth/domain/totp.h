#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six
// digits, a new one every 30 seconds. Thread-safe.
namespace enlace::auth {

// As long as the hash (RFC 4226, section 4, R6).
inline constexpr std::size_t kTotpSecretBytes = 20;

inline constexpr absl::Duration kTotpPeriod = absl::Seconds(30);

// Random bytes, kTotpSecretBytes of them: the form that the other functions take.
std::string NewTotpSecret();

// The secret as people type it where they can't scan: base 32 (RFC 4648, section 6) without
// padding, 32 characters.
std::string TotpSecretText(std::string_view secret);

// What the QR code says: otpauth://totp/issuer:account?secret=… (Key Uri Format of Google
// Authenticator). `account` and `issuer` are UTF-8; neither has a colon, which would divide the
// label elsewhere. It holds the secret: never logged.
std::string TotpUri(std::string_view secret, std::string_view account, std::string_view issuer);

// Whether a text is six ASCII digits, what alone can be a code.
bool IsTotpShape(std::string_view text);

// The time step (Unix seconds / 30) that a code belongs to: the one at `now`, the one before, for
// the time that typing takes, or the one after, for clocks that are ahead (RFC 6238, sections 5.2
// and 6). The latest, should two have the same code. Nullopt when it belongs to none, has not the
// shape, or the secret not its length. A step that was accepted must not be accepted again, nor an
// earlier one: the caller keeps it (section 5.2). Takes the same time for every wrong code.
std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code,
                                      absl::Time now);

}  // namespace enlace::auth
