#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/authn/token_key.h"
#include "libs/core/ulid.h"

namespace enlace::authn {

// How long an access token lives; none that was made for longer is accepted.
inline constexpr absl::Duration kAccessTokenLifetime = absl::Minutes(5);

// How far two clocks of the installation may differ.
inline constexpr absl::Duration kClockSkew = absl::Seconds(30);

// Who signed in, in which session. As text a JSON Web Token (RFC 7519) in compact form, of the
// profile of RFC 9068: EdDSA (RFC 8037), type at+jwt, issuer and audience `enlace`.
struct AccessToken {
  core::Ulid user_id;
  core::Ulid session_id;
  // Absent: signed in, but no tenant was chosen yet.
  std::optional<core::Ulid> tenant_id;
  // In whole seconds; what is below is lost on the way.
  absl::Time issued_at;
  absl::Time expires_at;

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

// The token as text, with a jti of its own.
std::string Sign(const AccessToken& token, const TokenKey& key);

// Reads what Sign writes; nullopt unless all of it holds:
//   - at most 2 KiB, three parts in the one spelling of base64url, JSON without doubled names
//   - the header is `alg` EdDSA, `typ` at+jwt and the `kid` of a key in the set, and nothing else:
//     no key that the token brings along or points to (RFC 8725, section 3)
//   - the signature is that key's
//   - iss, aud, sub, sid, iat, nbf, exp and jti are there and are what Sign writes; tid may be
//     absent; other claims are passed over
//   - nbf and iat have come and exp has not, each with kClockSkew; exp is after iat, by at most
//     kAccessTokenLifetime
// Says nothing about whether the user, the session or the tenant still are what they were.
std::optional<AccessToken> Verify(std::string_view jwt, const TokenKeySet& keys, absl::Time now);

}  // namespace enlace::authn
