#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A refresh token to be stored.
struct NewRefreshToken {
  core::Ulid id;
  // HMAC-SHA-256 of its text: 32 bytes.
  std::string hash;
  absl::Time created_at;
  absl::Time expires_at;
};

// What a user had when it was judged that it may have a session.
struct JudgedUser {
  std::string password_hash;
  std::optional<absl::Time> mfa_enabled_at;
};

// A session to be stored, with its first refresh token. Its tenant is the context's.
struct NewSession {
  core::Ulid id;
  core::Ulid user_id;
  absl::Time created_at;
  absl::Time expires_at;
  NewRefreshToken token;
  // Nothing is stored once the user has changed; absent: the user comes to be with it.
  std::optional<JudgedUser> judged;
};

// A session that goes on, as its owner sees it.
struct SessionSummary {
  core::Ulid id;
  core::Ulid tenant_id;
  std::string tenant_name;
  absl::Time created_at;
  absl::Time expires_at;
  // Where it was begun from; personal data.
  std::string ip;
  std::string user_agent;
};

// What a session's owner is given.
struct SessionTokens {
  // A JSON Web Token of kAccessTokenLifetime.
  std::string access_token;
  std::string refresh_token;
  core::Ulid user_id;
  core::Ulid tenant_id;
};

}  // namespace enlace::auth
