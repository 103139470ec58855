#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/member.h"

namespace enlace::auth {

// A user that comes to be by accepting an invitation, or the one that accepts.
struct Acceptance {
  MailLink link;
  core::Ulid user_id;
  // Only for a new user.
  std::string first_name, last_name;
  // As HashPassword writes it; empty: the user exists.
  std::string password_hash;
};

// What the links of mails do. Thread-safe; blocks until `deadline` at most. Of two who use one link
// at once, one succeeds. All answer false where the link is of no use any more.
class AccountRepository {
 public:
  virtual ~AccountRepository() = default;

  virtual absl::StatusOr<bool> VerifyEmail(const db::TenantContext& context, const MailLink& link,
                                           absl::Time now, absl::Time deadline) = 0;

  // Sets the password's hash, ends every session and every other such link of the user, has its
  // e-mail verified unless the link came without a mail, and sends `notice`.
  virtual absl::StatusOr<bool> ResetPassword(const db::TenantContext& context, const MailLink& link,
                                             const std::string& password_hash,
                                             const NewMail& notice, absl::Time now,
                                             absl::Time deadline) = 0;

  // Whether somebody administers the tenant `context.tenant_id`, who not only acts in its name.
  virtual absl::StatusOr<bool> HasAdministrator(const db::TenantContext& context,
                                                absl::Time deadline) = 0;

  // The errors of MemberRepository::Invite for somebody who is to be added to the tenant of the
  // context. The first step of a call that ends with AddMember or Invite: all of them are one
  // write.
  virtual absl::Status CheckNewMember(const db::TenantContext& context, const core::Ulid& inviter,
                                      const Invitation& invitation, absl::Time deadline) = 0;
  // Stores an invitation that was checked, and has its mail sent.
  virtual absl::Status Invite(const db::TenantContext& context, const Invitation& invitation,
                              const NewMail& mail, absl::Time deadline) = 0;
  // Stores a new user with a temporary password, and its membership in the tenant of the context.
  // False when somebody has the e-mail; ALREADY_EXISTS (EMPLOYEE_ID) as below.
  virtual absl::StatusOr<bool> AddMember(const db::TenantContext& context, const Member& member,
                                         const std::string& password_hash,
                                         absl::Time password_expires_at, absl::Time now,
                                         absl::Time deadline) = 0;

  // Makes the user unless it exists, and makes it a member of the tenant that invites, or one
  // again. Its e-mail is verified by that. False also when the e-mail got a user meanwhile.
  // ALREADY_EXISTS (EMPLOYEE_ID) when another member got the employee id meanwhile.
  virtual absl::StatusOr<bool> Accept(const db::TenantContext& context,
                                      const Acceptance& acceptance, absl::Time now,
                                      absl::Time deadline) = 0;
};

}  // namespace enlace::auth
