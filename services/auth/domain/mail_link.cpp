#include "services/auth/domain/mail_link.h"

#include <utility>

namespace enlace::auth {
namespace {

constexpr std::string_view kBoundTo = "mail";

}  // namespace

std::string_view MailKindName(MailKind kind) {
  switch (kind) {
    case MailKind::kVerifyEmail:
      return "VERIFY_EMAIL";
    case MailKind::kResetPassword:
      return "RESET_PASSWORD";
    case MailKind::kInvitation:
      return "INVITATION";
    case MailKind::kTemporaryPassword:
      return "TEMPORARY_PASSWORD";
    case MailKind::kMfaReset:
      return "MFA_RESET";
    case MailKind::kPasswordChanged:
      break;
  }
  return "PASSWORD_CHANGED";
}

MailKind ReadMailKind(std::string_view name) {
  for (const auto kind : {MailKind::kVerifyEmail, MailKind::kResetPassword, MailKind::kInvitation,
                          MailKind::kTemporaryPassword, MailKind::kMfaReset}) {
    if (MailKindName(kind) == name) return kind;
  }
  return MailKind::kPasswordChanged;
}

absl::Duration LifetimeOf(MailKind kind) {
  switch (kind) {
    case MailKind::kResetPassword:
    case MailKind::kTemporaryPassword:
      return absl::Hours(1);
    case MailKind::kVerifyEmail:
      return absl::Hours(72);
    case MailKind::kInvitation:
    case MailKind::kPasswordChanged:
    case MailKind::kMfaReset:
      break;
  }
  return absl::Hours(7 * 24);
}

NewMail MakeMail(MailKind kind, std::string recipient, core::Language language, absl::Time now) {
  return {.id = core::Ulid::Generate(now),
          .kind = kind,
          .recipient = std::move(recipient),
          .language = language,
          .created_at = now,
          .expires_at = now + LifetimeOf(kind)};
}

std::string MailTokens::Make(const core::Ulid& mail_id) const {
  return signer_.Sign(mail_id.ToString(), kBoundTo);
}

std::optional<core::Ulid> MailTokens::Read(std::string_view token) const {
  const auto text = signer_.Open(token, kBoundTo);
  return text ? core::Ulid::Parse(*text) : std::nullopt;
}

}  // namespace enlace::auth
