#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// How long a refresh token waits for its use. Whoever does not refresh for so long is signed out:
// the automatic logoff of 45 CFR 164.312(a)(2)(iii).
inline constexpr absl::Duration kRefreshTokenLifetime = absl::Minutes(15);

// However busy, nobody stays signed in for longer (NIST SP 800-63B, section 2.2.3).
inline constexpr absl::Duration kSessionLifetime = absl::Hours(12);

// How long the answer to a refresh may be lost and asked for again.
inline constexpr absl::Duration kRefreshGrace = absl::Seconds(10);

// The text of a refresh token: `enr_<id>_<secret>`, a ULID and 256 random bits in base64url. It
// can't be taken for an API key or an access token.
struct RefreshToken {
  core::Ulid id;
  std::string secret;

  static RefreshToken Generate(const core::Ulid& id);
  // nullopt unless every part is well-formed: such a text costs no query.
  static std::optional<RefreshToken> Parse(std::string_view text);
  std::string Text() const;
};

// A refresh token as it is kept, with what decides about it.
struct StoredRefreshToken {
  core::Ulid tenant_id;
  core::Ulid session_id;
  core::Ulid user_id;
  // HMAC-SHA-256 of its text: 32 bytes.
  std::string hash;
  absl::Time expires_at;
  absl::Time session_expires_at;
  std::optional<absl::Time> used_at;
  // A token that this one was changed for was used in its turn.
  bool child_used = false;
  // The session, the membership, the user and the tenant all are in force.
  bool live = false;
};

enum class RefreshVerdict {
  kRefused,
  // It was used before: someone else has it. The whole session has to end.
  kReused,
  kRenewed,
};

// Judges a token by its state alone; its hash was compared before.
RefreshVerdict JudgeRefresh(const StoredRefreshToken& token, absl::Time now);

}  // namespace enlace::auth
