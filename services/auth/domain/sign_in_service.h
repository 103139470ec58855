#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/auth/domain/mail_repository.h"
#include "services/auth/domain/mfa_token.h"
#include "services/auth/domain/password_gate.h"
#include "services/auth/domain/registration.h"
#include "services/auth/domain/session_service.h"
#include "services/auth/domain/sign_in_throttle.h"
#include "services/auth/domain/tenant_repository.h"
#include "services/auth/domain/user_repository.h"
#include "services/auth/domain/workflow_repository.h"

namespace enlace::auth {

// What is left to do before a session begins.
enum class SignInStep { kNone, kCode, kEnrollment, kPasswordChange };

// Who signed in, and where.
struct SignedIn {
  User user;
  std::vector<Membership> memberships;
  // Absent: one of the memberships has to be chosen first.
  std::optional<Tenant> tenant;
  // Those of the tenant that the user may use.
  std::vector<Workflow> workflows;
  std::optional<SessionTokens> tokens;
  SignInStep next = SignInStep::kNone;
  // Of a person whose password alone was seen: see MfaService.
  std::string mfa_token;
  // Of a person with a temporary password: the token of AccountService::ResetPassword.
  std::string reset_token;
  // What of the terms in force the user has not accepted in the tenant.
  std::vector<PendingTerms> pending_terms;
  // Only when a second factor was just made the user's.
  std::vector<std::string> recovery_codes;
};

// What guesses at the password of a lower-case e-mail are counted as (SignInThrottle).
std::string SignInSubject(std::string_view email);

// Signs people in. Thread-safe. Contexts bear the caller's address, user agent and request id;
// tenant and actor are filled in here.
class SignInService {
 public:
  struct Parts {
    UserRepository& users;
    TenantRepository& tenants;
    SessionService& sessions;
    PasswordGate& gate;
    SignInThrottle& throttle;
    const MfaTokens& mfa_tokens;
    WorkflowRepository& workflows;
    MailRepository& mails;
    const MailTokens& mail_tokens;
    const core::Clock& clock;
    // Called with each tenant that has come to be, before its owner is answered; may be empty.
    std::function<void(const core::Ulid& tenant_id, absl::Time deadline)> announce = {};
  };
  // All parts must outlive the service.
  explicit SignInService(const Parts& parts) : parts_(parts) {}

  // Makes a clinic and signs its owner in. An e-mail that has a user already needs that user's
  // password: UNAUTHENTICATED (SIGN_IN_REFUSED). ALREADY_EXISTS when the user has a clinic of that
  // name: it is a repeat.
  absl::StatusOr<SignedIn> Register(const db::TenantContext& context,
                                    const RegistrationRequest& request, absl::Time deadline);

  // By e-mail and password, in the tenant of that id or in the only one there is. Without tokens
  // where a second factor is asked for: MfaService goes on with `mfa_token`; or with a temporary
  // password, which has to be changed first and is refused once it has expired. UNAUTHENTICATED
  // (SIGN_IN_REFUSED), after the same work, for a user who is unknown or inactive and for a wrong
  // password; PERMISSION_DENIED (NO_MEMBERSHIP) where it may not sign in.
  absl::StatusOr<SignedIn> Login(const db::TenantContext& context, const std::string& email,
                                 const std::string& password, const std::string& tenant_id,
                                 absl::Time deadline);

  // The user of a lower-case e-mail, by its password, guesses slowed down. UNAUTHENTICATED
  // (SIGN_IN_REFUSED) as of Login.
  absl::StatusOr<StoredUser> Prove(const db::TenantContext& context, const std::string& email,
                                   const std::string& password, absl::Time deadline);

  // Goes on with a user who has proved itself otherwise than by a second factor.
  absl::StatusOr<SignedIn> GoOn(const db::TenantContext& context, const core::Ulid& user_id,
                                const core::Ulid& tenant_id, absl::Time deadline);

  // Begins a session of a user who has shown all that is asked for.
  absl::StatusOr<SignedIn> Begin(const db::TenantContext& context, const core::Ulid& user_id,
                                 const core::Ulid& tenant_id, absl::Time deadline);

  // Begins a session in another tenant of a user who has one already. Where that asks for a second
  // factor which the user has not got, it has to sign in by its password.
  absl::StatusOr<SignedIn> SwitchTenant(const db::TenantContext& context, const core::Ulid& user_id,
                                        const std::string& tenant_id, absl::Time deadline);

  // Renews a session by its refresh token.
  absl::StatusOr<SignedIn> Refresh(const db::TenantContext& context, std::string_view refresh_token,
                                   absl::Time deadline);

 private:
  // Stores the password of a user who has just proved it under a hash at today's cost. The sign-in
  // goes on whatever comes of it.
  void Rehash(const db::TenantContext& context, const std::string& password, StoredUser& user,
              absl::Time deadline);
  std::string MfaTokenFor(const StoredUser& user, const core::Ulid& tenant_id) const;
  // The answer to who has a temporary password.
  absl::StatusOr<SignedIn> DemandPassword(StoredUser user, absl::Time deadline);
  // What a user has shown. Sessions of who has a second factor were begun by it.
  enum class Proof { kPassword, kSession, kEverything };
  absl::StatusOr<SignedIn> Enter(const db::TenantContext& context, StoredUser stored,
                                 const std::optional<core::Ulid>& tenant_id, Proof proof,
                                 absl::Time deadline);
  // With the tenant of its session, `context.tenant_id`, and what the user may use there.
  absl::StatusOr<SignedIn> Describe(const db::TenantContext& context, SignedIn signed_in,
                                    absl::Time deadline);
  // Whether the owner exists, and then is who it says; sets its id or the hash of its password.
  absl::Status Identify(Registration& registration, const std::string& password,
                        absl::Time deadline);

  const Parts parts_;
};

}  // namespace enlace::auth
