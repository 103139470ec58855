#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/data_keys.h"
#include "libs/core/signer.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// How long somebody whose password was right may take for the second factor.
inline constexpr absl::Duration kMfaTokenLifetime = absl::Minutes(5);

// Who has shown the right password, and where it signs in.
struct MfaClaim {
  core::Ulid user_id;
  core::Ulid tenant_id;
  // MfaTokens::FingerprintOf the password that was shown: once it has changed, the token is of no
  // use.
  std::string password;
};

// What is carried from the first factor to the second. Nothing is kept of it: the second factor is
// what is used up. Thread-safe.
class MfaTokens {
 public:
  explicit MfaTokens(const core::DataKeys& keys) : signer_(keys, core::KeyPurpose::kMfaTokens) {}

  // Tells one stored password from another, and nothing else.
  std::string FingerprintOf(std::string_view password_hash) const;

  std::string Make(const MfaClaim& claim, absl::Time now) const;
  // Nullopt for what Make did not make, and once it has expired.
  std::optional<MfaClaim> Read(std::string_view token, absl::Time now) const;

 private:
  core::Signer signer_;
};

}  // namespace enlace::auth
