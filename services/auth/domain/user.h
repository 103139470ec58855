#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A person who signs in. All but the id is personal data.
struct User {
  core::Ulid id;
  // Lower case; unique over the platform.
  std::string email;
  std::string first_name;
  std::string last_name;
  // E.164; empty: none is known.
  std::string phone;
  absl::Time created_at;
  std::optional<absl::Time> email_verified_at;
  // Absent: it has no second factor.
  std::optional<absl::Time> mfa_enabled_at;
};

// A user as it is kept.
struct StoredUser {
  User user;
  // As HashPassword writes it.
  std::string password_hash;
  // Of a temporary password, which has to be changed; absent: the person chose it.
  std::optional<absl::Time> password_expires_at;
  bool active = true;
  // It may act in the name of any tenant, once it says why.
  bool super_admin = false;
};

// What a user is in a tenant in which it may sign in.
struct Membership {
  core::Ulid tenant_id;
  std::string tenant_name;
  std::string tenant_slug;
  authn::Role role = authn::Role::kUnspecified;
  // It signs in there with a second factor only: auditors everywhere, others unless the tenant's
  // setting mfaRequired is false.
  bool requires_mfa = true;
  // Names of the workflows to which it is limited; empty: it is not limited.
  std::vector<std::string> workflows;
};

}  // namespace enlace::auth
