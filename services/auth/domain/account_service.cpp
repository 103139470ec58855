#include "services/auth/domain/account_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "libs/refusals/subject.h"
#include "services/auth/domain/acting.h"
#include "services/auth/domain/password_rules.h"
#include "services/auth/domain/registration.h"

namespace enlace::auth {
namespace {

// Who has the link of a mail acts as the user of its address.
db::TenantContext AsUser(const db::TenantContext& context, const MailLink& link,
                         const core::Ulid& user_id) {
  return ActingAs(context, link.tenant_id, user_id, link.recipient);
}

absl::Status Used(const absl::StatusOr<bool>& done) {
  if (!done.ok()) return done.status();
  return *done ? absl::OkStatus() : core::refusal::MailLinkInvalid();
}

absl::Status TooManyMails(absl::Status entered) {
  return absl::IsResourceExhausted(entered) ? core::refusal::TooManySignInsMail() : entered;
}

}  // namespace

absl::StatusOr<MailLink> AccountService::GetLink(const std::string& token, absl::Time deadline) {
  if (token.empty()) return core::InvalidFields({core::violation::Required("token")});
  const auto id = parts_.tokens.Read(token);
  if (!id) return core::refusal::MailLinkInvalid();
  auto link = parts_.mails.FindLink(*id, parts_.clock.Now(), deadline);
  if (!link.ok()) return link.status();
  if (!*link) return core::refusal::MailLinkInvalid();
  return **std::move(link);
}

absl::StatusOr<MailLink> AccountService::OpenLink(const std::string& token, MailKind kind,
                                                  absl::Time deadline) {
  auto link = GetLink(token, deadline);
  if (link.ok() && link->kind != kind) return core::refusal::MailLinkInvalid();
  return link;
}

absl::Status AccountService::VerifyEmail(const db::TenantContext& context, const std::string& token,
                                         absl::Time deadline) {
  const auto link = OpenLink(token, MailKind::kVerifyEmail, deadline);
  if (!link.ok()) return link.status();
  return Used(parts_.accounts.VerifyEmail(AsUser(context, *link, link->user_id.value()), *link,
                                          parts_.clock.Now(), deadline));
}

absl::Status AccountService::SendVerification(const db::TenantContext& context,
                                              const core::Ulid& user_id, core::Language language,
                                              absl::Time deadline) {
  const auto user = parts_.users.Get(user_id, deadline);
  if (!user.ok()) return user.status();
  if (user->user.email_verified_at) return absl::OkStatus();
  const auto& email = user->user.email;
  auto entered = parts_.throttle.Enter(absl::StrCat("verification ", email), context.ip, deadline);
  if (!entered.ok()) return TooManyMails(std::move(entered));
  return parts_.mails.Add(MakeMail(MailKind::kVerifyEmail, email, language, parts_.clock.Now()),
                          deadline);
}

absl::Status AccountService::ForgotPassword(const db::TenantContext& context,
                                            const std::string& email, core::Language language,
                                            absl::Time deadline) {
  std::vector<core::Violation> violations;
  const auto lower = CheckUserEmail(email, "email", violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  // By the address alone: whoever asks from many places still fills one mailbox.
  auto entered = parts_.throttle.Enter(absl::StrCat("forgot ", lower), "", deadline);
  if (entered.ok()) entered = parts_.throttle.Enter("forgot", context.ip, deadline);
  if (!entered.ok()) return TooManyMails(std::move(entered));
  return parts_.mails.Add(MakeMail(MailKind::kResetPassword, lower, language, parts_.clock.Now()),
                          deadline);
}

absl::Status AccountService::ResetPassword(const db::TenantContext& context,
                                           const std::string& token, const std::string& password,
                                           core::Language language, absl::Time deadline) {
  const auto link = GetLink(token, deadline);
  if (!link.ok()) return link.status();
  if (link->kind != MailKind::kResetPassword && link->kind != MailKind::kTemporaryPassword) {
    return core::refusal::MailLinkInvalid();
  }
  std::vector<core::Violation> violations;
  const auto user = parts_.users.Get(link->user_id.value(), deadline);
  if (!user.ok()) return user.status();
  const bool has_mfa = user->user.mfa_enabled_at.has_value();
  CheckNewPassword(password, "newPassword", {.email = link->recipient, .has_mfa = has_mfa},
                   violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto hash = parts_.gate.Hash(password, deadline);
  if (!hash.ok()) return hash.status();
  const auto now = parts_.clock.Now();
  const auto notice = MakeMail(MailKind::kPasswordChanged, link->recipient, language, now);
  const auto status = Used(parts_.accounts.ResetPassword(
      AsUser(context, *link, link->user_id.value()), *link, *hash, notice, now, deadline));
  if (!status.ok()) return status;
  return parts_.throttle.Forget(SignInSubject(link->recipient), context.ip, deadline);
}

absl::StatusOr<Acceptance> AccountService::Identify(const db::TenantContext& context,
                                                    const AcceptanceRequest& request,
                                                    absl::Time deadline) {
  auto link = OpenLink(request.token, MailKind::kInvitation, deadline);
  if (!link.ok()) return link.status();
  Acceptance acceptance{.link = *std::move(link)};
  std::vector<core::Violation> violations;
  if (acceptance.link.user_id) {
    acceptance.user_id = *acceptance.link.user_id;
    if (request.password.empty())
      return core::InvalidFields({core::violation::Required("password")});
    const auto& email = acceptance.link.recipient;
    const auto user = parts_.sign_ins.Prove(context, email, request.password, deadline);
    if (absl::IsUnauthenticated(user.status())) {
      return refusals::Concerning(core::refusal::SignInRefusedInvitation(),
                                  {.resource_type = "User", .id = acceptance.user_id});
    }
    if (!user.ok()) return user.status();
    return acceptance;
  }
  const clinical::TextRule name{.max_characters = kMostNameCharacters, .required = true};
  acceptance.first_name = clinical::CheckText(request.first_name, "firstName", name, violations);
  acceptance.last_name = clinical::CheckText(request.last_name, "lastName", name, violations);
  CheckNewPassword(request.password, "password", {.email = acceptance.link.recipient}, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  auto hash = parts_.gate.Hash(request.password, deadline);
  if (!hash.ok()) return hash.status();
  acceptance.password_hash = *std::move(hash);
  acceptance.user_id = core::Ulid::Generate(parts_.clock.Now());
  return acceptance;
}

absl::StatusOr<SignedIn> AccountService::AcceptInvitation(const db::TenantContext& context,
                                                          const AcceptanceRequest& request,
                                                          absl::Time deadline) {
  const auto acceptance = Identify(context, request, deadline);
  if (!acceptance.ok()) return acceptance.status();
  const auto& link = acceptance->link;
  const auto as_user = AsUser(context, link, acceptance->user_id);
  const auto accepted =
      Used(parts_.accounts.Accept(as_user, *acceptance, parts_.clock.Now(), deadline));
  if (!accepted.ok()) return accepted;
  return parts_.sign_ins.GoOn(context, acceptance->user_id, link.tenant_id, deadline);
}

}  // namespace enlace::auth
