#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/authn/principal.h"
#include "libs/core/clock.h"
#include "libs/core/language.h"
#include "libs/db/context.h"
#include "services/auth/domain/account_repository.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/mail_repository.h"
#include "services/auth/domain/password_gate.h"
#include "services/auth/domain/sign_in_service.h"
#include "services/auth/domain/sign_in_throttle.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth {

struct AcceptanceRequest {
  std::string token, password, first_name, last_name;
};

// What a person does about its account by mail. Thread-safe. Of contexts the address, user agent
// and request count where a link says who acts.
//
// Everything that takes a token answers UNAUTHENTICATED (MAIL_LINK_INVALID) for one that is
// malformed, used, expired, withdrawn or of another kind.
class AccountService {
 public:
  struct Parts {
    UserRepository& users;
    MailRepository& mails;
    AccountRepository& accounts;
    SignInService& sign_ins;
    PasswordGate& gate;
    SignInThrottle& throttle;
    const MailTokens& tokens;
    const core::Clock& clock;
  };
  // All parts must outlive the service.
  explicit AccountService(const Parts& parts) : parts_(parts) {}

  // What a link is good for. Uses nothing up.
  absl::StatusOr<MailLink> GetLink(const std::string& token, absl::Time deadline);

  absl::Status VerifyEmail(const db::TenantContext& context, const std::string& token,
                           absl::Time deadline);

  // Sends a person who is signed in a new link, unless its e-mail is verified.
  // RESOURCE_EXHAUSTED (TOO_MANY_SIGN_INS) when too many were asked for.
  absl::Status SendVerification(const db::TenantContext& context, const core::Ulid& user_id,
                                core::Language language, absl::Time deadline);

  // Sends a link to set the password anew by, if there is such a user: nobody can tell by the
  // answer or its time. RESOURCE_EXHAUSTED as above.
  absl::Status ForgotPassword(const db::TenantContext& context, const std::string& email,
                              core::Language language, absl::Time deadline);

  absl::Status ResetPassword(const db::TenantContext& context, const std::string& token,
                             const std::string& password, core::Language language,
                             absl::Time deadline);

  // Makes whoever has the link a member, and signs it in. An e-mail that has a user needs that
  // user's password: UNAUTHENTICATED (SIGN_IN_REFUSED).
  absl::StatusOr<SignedIn> AcceptInvitation(const db::TenantContext& context,
                                            const AcceptanceRequest& request, absl::Time deadline);

 private:
  absl::StatusOr<MailLink> OpenLink(const std::string& token, MailKind kind, absl::Time deadline);
  // Whether the user of the link's address is who it says, or may be made.
  absl::StatusOr<Acceptance> Identify(const db::TenantContext& context,
                                      const AcceptanceRequest& request, absl::Time deadline);

  const Parts parts_;
};

}  // namespace enlace::auth
