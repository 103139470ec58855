#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A credential as it is kept, of a tenant or of the platform.
struct StoredCredential {
  // With the expiry of the credential.
  authn::Principal principal;
  // HMAC-SHA-256 of the plaintext: 32 bytes.
  std::string hash;
  bool revoked = false;
  // Neither deleted nor deactivated; true for the platform's own.
  bool tenant_active = true;
};

// Who signed in, as of now. The principal has no expiry: that is the token's.
struct StoredSession {
  authn::Principal principal;
  // The session, the membership, the user and the tenant all are in force.
  bool live = false;
};

// A platform credential to be stored.
struct NewPlatformKey {
  core::Ulid id;
  // PlatformAdmin or InternalService.
  authn::Role role = authn::Role::kUnspecified;
  std::string name;
  std::string hash;
  absl::Time created_at;
};

// Where credentials are found before their tenant is known. Thread-safe; blocks until `deadline`
// at most.
class CredentialRepository {
 public:
  virtual ~CredentialRepository() = default;

  // nullopt when no credential has the id.
  virtual absl::StatusOr<std::optional<StoredCredential>> Find(const core::Ulid& id,
                                                               absl::Time deadline) = 0;

  // nullopt when no session has the id. In force or not as of `now`.
  virtual absl::StatusOr<std::optional<StoredSession>> FindSession(const core::Ulid& session_id,
                                                                   absl::Time now,
                                                                   absl::Time deadline) = 0;

  // Notes that the credentials were used at `now`; those noted less than a minute before stay.
  virtual absl::Status MarkUsed(const std::vector<core::Ulid>& ids, absl::Time now,
                                absl::Time deadline) = 0;

  virtual absl::Status CreatePlatformKey(const NewPlatformKey& key, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
