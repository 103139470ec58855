#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/data_keys.h"
#include "libs/core/language.h"
#include "libs/core/signer.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// What a mail is about. All but kPasswordChanged and kMfaReset have a link; of kTemporaryPassword
// there is nothing but the link, which is answered to who signs in.
enum class MailKind {
  kVerifyEmail,
  kResetPassword,
  kInvitation,
  kTemporaryPassword,
  kPasswordChanged,
  kMfaReset
};

// As it is kept: VERIFY_EMAIL, …
std::string_view MailKindName(MailKind kind);
// The kind of a name that MailKindName gave.
MailKind ReadMailKind(std::string_view name);

// How long a mail is worth sending, and its link worth opening.
absl::Duration LifetimeOf(MailKind kind);

// A mail that is to be sent.
struct NewMail {
  core::Ulid id;
  MailKind kind = MailKind::kVerifyEmail;
  // In lower case.
  std::string recipient;
  core::Language language = core::Language::kSpanish;
  absl::Time created_at;
  absl::Time expires_at;
};

// A mail of that kind, as of `now`, with an id of its own.
NewMail MakeMail(MailKind kind, std::string recipient, core::Language language, absl::Time now);

// What a link is good for that is neither used nor expired.
struct MailLink {
  core::Ulid id;
  MailKind kind = MailKind::kVerifyEmail;
  std::string recipient;
  // Of an invitation: the tenant that invites. Otherwise one of the user's, in whose name what
  // becomes of the link is recorded.
  core::Ulid tenant_id;
  // Of an invitation.
  std::string clinic_name;
  // Absent: the address has no active user yet.
  std::optional<core::Ulid> user_id;
};

// The secret texts of links. They are made of the mail's id and a key: who reads the database can't
// open one. Thread-safe.
class MailTokens {
 public:
  explicit MailTokens(const core::DataKeys& keys) : signer_(keys, core::KeyPurpose::kMailLinks) {}

  // 56 characters for a URL.
  std::string Make(const core::Ulid& mail_id) const;
  // The mail's id; nullopt for what Make did not make.
  std::optional<core::Ulid> Read(std::string_view token) const;

 private:
  core::Signer signer_;
};

}  // namespace enlace::auth
