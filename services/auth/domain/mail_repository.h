#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/auth/domain/mail_link.h"

namespace enlace::auth {

// A mail whose turn it is.
struct DueMail {
  core::Ulid id;
  MailKind kind = MailKind::kVerifyEmail;
  std::string recipient;
  core::Language language = core::Language::kSpanish;
  // This one included.
  int attempts = 0;
  // Of the user, if the address has one.
  std::string first_name;
  // Of an invitation.
  std::string clinic_name;
  // False: there is nobody whom it would tell anything, or what it tells is settled by now.
  bool wanted = false;
};

// Where mails wait. Thread-safe; blocks until `deadline` at most.
class MailRepository {
 public:
  virtual ~MailRepository() = default;

  virtual absl::Status Add(const NewMail& mail, absl::Time deadline) = 0;

  // The mail that has waited longest, which is due again after 15 s, and later after each attempt:
  // who sends it says so before. nullopt when none is due. Replicas never get one mail at once.
  virtual absl::StatusOr<std::optional<DueMail>> Claim(absl::Time now, absl::Time deadline) = 0;
  // It need not be tried any more. `sent`: it may be in somebody's mailbox.
  virtual absl::Status Finish(const core::Ulid& id, bool sent, absl::Time deadline) = 0;
  // Forgets some of those that have expired; whether there may be more.
  virtual absl::StatusOr<bool> DeleteExpired(absl::Time now, absl::Time deadline) = 0;

  // What the link of a mail is good for; nullopt when for nothing.
  virtual absl::StatusOr<std::optional<MailLink>> FindLink(const core::Ulid& id, absl::Time now,
                                                           absl::Time deadline) = 0;
};

}  // namespace enlace::auth
