#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "libs/core/language.h"
#include "libs/core/sealer.h"
#include "libs/db/context.h"
#include "services/auth/domain/key_hasher.h"
#include "services/auth/domain/mfa_repository.h"
#include "services/auth/domain/mfa_token.h"
#include "services/auth/domain/sign_in_service.h"
#include "services/auth/domain/sign_in_throttle.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth {

// What an authenticator app is given. A secret: shown once.
struct MfaEnrollment {
  // In base 32, for who types it.
  std::string secret;
  // For a QR code.
  std::string uri;
};

// Second factors: time-based one-time passwords (RFC 6238), and recovery codes for who has lost
// them. Thread-safe. Tokens are those of a sign-in: UNAUTHENTICATED (MFA_TOKEN_INVALID) for one
// that is malformed or has expired. Codes are slowed down like passwords: RESOURCE_EXHAUSTED
// (TOO_MANY_SIGN_INS).
class MfaService {
 public:
  struct Parts {
    UserRepository& users;
    MfaRepository& factors;
    SignInService& sign_ins;
    SignInThrottle& throttle;
    const MfaTokens& tokens;
    const core::Sealer& sealer;
    const KeyHasher& hasher;
    const core::Clock& clock;
  };
  // All parts must outlive the service.
  explicit MfaService(const Parts& parts) : parts_(parts) {}

  // Begins with a new factor, which counts once Verify has seen a code of it. Who has one already
  // must send a code of that one: UNAUTHENTICATED (MFA_CODE_INVALID).
  absl::StatusOr<MfaEnrollment> Enroll(std::string_view token, const std::string& code,
                                       absl::Time deadline);

  // Signs in by a code of the factor, or by a recovery code; each is good once. A code of a factor
  // that was enrolled makes that the user's, and answers new recovery codes. UNAUTHENTICATED
  // (MFA_CODE_INVALID) for any other code.
  absl::StatusOr<SignedIn> Verify(const db::TenantContext& context, std::string_view token,
                                  const std::string& code, absl::Time deadline);

  // Removes the second factor that a member of the tenant of the context has lost, and tells it by
  // a mail in `language`. `administrator` is the user who does so. Errors of MfaRepository::Remove.
  absl::Status Reset(const db::TenantContext& context, const core::Ulid& administrator,
                     const core::Ulid& member_id, core::Language language, absl::Time deadline);

 private:
  absl::StatusOr<MfaClaim> ReadToken(std::string_view token) const;
  // The person of a token; MFA_TOKEN_INVALID once the password is another one.
  absl::StatusOr<StoredUser> UserOf(const MfaClaim& claim, absl::Time deadline);
  std::string Unseal(const std::string& sealed, const core::Ulid& user_id) const;
  std::string HashOf(const core::Ulid& user_id, std::string_view recovery_code) const;
  // Whether the code is one of the factor in force, which it uses up.
  absl::StatusOr<bool> Use(const core::Ulid& user_id, const StoredMfa& factor,
                           const std::string& code, absl::Time deadline);
  // The recovery codes, when the code is one of the pending factor, which becomes the one in force.
  absl::StatusOr<std::vector<std::string>> Confirm(const db::TenantContext& context,
                                                   const core::Ulid& user_id,
                                                   const StoredMfa& factor, const std::string& code,
                                                   absl::Time deadline);

  const Parts parts_;
};

}  // namespace enlace::auth
