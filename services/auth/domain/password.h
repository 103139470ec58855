#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace enlace::auth {

// What a hash costs, by Argon2id (RFC 9106) on one lane: the least that OWASP's cheat sheet on the
// storage of passwords asks for. Raising them makes NeedsRehash true for what was hashed before.
inline constexpr std::size_t kPasswordMemory = std::size_t{19} << 20;
inline constexpr unsigned kPasswordPasses = 2;

// These two take tens of milliseconds and kPasswordMemory: not on an event loop, where PasswordGate
// calls them. Thread-safe.

// The hash with its salt and what it cost, as text: `$argon2id$v=19$m=…,t=…,p=1$…`. INTERNAL when
// there is no memory for it.
absl::StatusOr<std::string> HashPassword(std::string_view password);

// Whether the hash is of this password. INTERNAL when it can't be said: there is no memory for it,
// or `hash` is none.
absl::StatusOr<bool> VerifyPassword(std::string_view password, const std::string& hash);

// Whether the hash was made at another cost than today's, and should be made anew when its owner
// next signs in.
bool NeedsRehash(const std::string& hash);

// The hash of no password. Who is unknown is verified against it, so that the answer takes as long
// as that to a wrong password.
const std::string& DummyHash();

}  // namespace enlace::auth
