#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A tenant's API key as it is kept, without its secret and its hash.
struct ApiKeyRecord {
  core::Ulid id;
  std::string name;
  std::vector<std::string> scopes;
  // To whose patients it is limited; empty: it is not limited.
  std::vector<std::string> workflows;
  // E-mail of the person who answers for the key; personal data.
  std::string owner;
  std::string environment;
  std::string redacted;
  // How long a key of this line lives; absent: it does not expire. Outlives a rotation, which
  // shortens only `expires_at` of the old key.
  std::optional<absl::Duration> lifetime;
  absl::Time created_at;
  std::optional<absl::Time> expires_at;
  std::optional<absl::Time> revoked_at;
  // Exact to about a minute.
  std::optional<absl::Time> last_used_at;
  std::optional<core::Ulid> rotated_from_id;
  // Grows by one with each change that is stored; a use is none.
  std::int64_t version = 1;
};

// A key to be stored: the record and HMAC-SHA-256 of its plaintext (32 bytes).
struct NewApiKey {
  ApiKeyRecord record;
  std::string hash;
};

// A new key and its plaintext, which exists nowhere else.
struct IssuedApiKey {
  ApiKeyRecord record;
  std::string plaintext;
};

// What a caller sends to make a key. `expires_at`: RFC 3339 with offset, empty: does not expire.
// An empty owner is the owner of the calling key.
struct ApiKeyRequest {
  std::string name;
  std::vector<std::string> scopes;
  std::string expires_at;
  std::string owner;
  std::vector<std::string> workflows;
};

}  // namespace enlace::auth
