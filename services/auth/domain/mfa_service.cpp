#include "services/auth/domain/mfa_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "libs/refusals/subject.h"
#include "services/auth/domain/acting.h"
#include "services/auth/domain/recovery_code.h"
#include "services/auth/domain/totp.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kIssuer = "Enlace";

std::string SubjectOf(const core::Ulid& user_id) {
  return absl::StrCat("mfa ", user_id.ToString());
}

absl::Status RefusedTo(const core::Ulid& user_id, absl::Status refusal) {
  return refusals::Concerning(std::move(refusal), {.resource_type = "User", .id = user_id});
}

}  // namespace

absl::StatusOr<MfaClaim> MfaService::ReadToken(std::string_view token) const {
  if (token.empty()) return core::InvalidFields({core::violation::Required("mfaToken")});
  const auto claim = parts_.tokens.Read(token, parts_.clock.Now());
  if (!claim) return core::refusal::MfaTokenInvalid();
  return *claim;
}

absl::StatusOr<StoredUser> MfaService::UserOf(const MfaClaim& claim, absl::Time deadline) {
  auto user = parts_.users.Get(claim.user_id, deadline);
  if (user.ok() && parts_.tokens.FingerprintOf(user->password_hash) != claim.password) {
    return core::refusal::MfaTokenInvalid();
  }
  return user;
}

std::string MfaService::Unseal(const std::string& sealed, const core::Ulid& user_id) const {
  // One that can't be opened matches no code.
  return parts_.sealer.Open(sealed, user_id.ToString()).value_or("");
}

std::string MfaService::HashOf(const core::Ulid& user_id, std::string_view recovery_code) const {
  return parts_.hasher.Hash(
      absl::StrCat("recovery ", user_id.ToString(), " ", core::Absl(recovery_code)));
}

absl::StatusOr<bool> MfaService::Use(const core::Ulid& user_id, const StoredMfa& factor,
                                     const std::string& code, absl::Time deadline) {
  if (factor.secret.empty()) return false;
  if (IsTotpShape(code)) {
    const auto step = MatchTotp(Unseal(factor.secret, user_id), code, parts_.clock.Now());
    if (!step) return false;
    return parts_.factors.UseStep(user_id, *step, deadline);
  }
  const auto recovery = ReadRecoveryCode(code);
  if (!recovery) return false;
  return parts_.factors.UseRecoveryCode(user_id, HashOf(user_id, *recovery), deadline);
}

absl::StatusOr<MfaEnrollment> MfaService::Enroll(std::string_view token, const std::string& code,
                                                 absl::Time deadline) {
  const auto claim = ReadToken(token);
  if (!claim.ok()) return claim.status();
  const auto user = UserOf(*claim, deadline);
  if (!user.ok()) return user.status();
  const auto factor = parts_.factors.Get(claim->user_id, deadline);
  if (!factor.ok()) return factor.status();
  if (!factor->secret.empty()) {
    // Whoever has the token knows the password: no stranger can slow the person down.
    auto entered = parts_.throttle.Enter(SubjectOf(claim->user_id), "", deadline);
    if (!entered.ok()) return RefusedTo(claim->user_id, std::move(entered));
    const auto used = Use(claim->user_id, *factor, code, deadline);
    if (!used.ok()) return used.status();
    if (!*used) return RefusedTo(claim->user_id, core::refusal::MfaCodeInvalid());
  }
  const auto secret = NewTotpSecret();
  const auto sealed = parts_.sealer.Seal(secret, claim->user_id.ToString());
  auto stored = parts_.factors.SetPending(claim->user_id, factor->secret, sealed, deadline);
  if (!stored.ok()) return stored.status();
  // Another factor was confirmed meanwhile: it takes a code of that one.
  if (!*stored) return core::refusal::MfaCodeInvalid();
  return MfaEnrollment{.secret = TotpSecretText(secret),
                       .uri = TotpUri(secret, user->user.email, kIssuer)};
}

absl::StatusOr<std::vector<std::string>> MfaService::Confirm(const db::TenantContext& context,
                                                             const core::Ulid& user_id,
                                                             const StoredMfa& factor,
                                                             const std::string& code,
                                                             absl::Time deadline) {
  if (factor.pending.empty()) return core::refusal::MfaCodeInvalid();
  const auto now = parts_.clock.Now();
  const auto step = MatchTotp(Unseal(factor.pending, user_id), code, now);
  if (!step) return core::refusal::MfaCodeInvalid();
  auto codes = NewRecoveryCodes();
  std::vector<std::string> hashes;
  hashes.reserve(codes.size());
  for (const auto& one : codes) hashes.push_back(HashOf(user_id, one));
  const auto confirmed =
      parts_.factors.Confirm(context, user_id, factor.pending, *step, hashes, now, deadline);
  if (!confirmed.ok()) return confirmed.status();
  if (!*confirmed) return core::refusal::MfaCodeInvalid();
  return codes;
}

absl::StatusOr<SignedIn> MfaService::Verify(const db::TenantContext& context,
                                            std::string_view token, const std::string& code,
                                            absl::Time deadline) {
  const auto claim = ReadToken(token);
  if (!claim.ok()) return claim.status();
  if (code.empty()) return core::InvalidFields({core::violation::Required("code")});
  // By the person alone: from many addresses a code would soon be guessed.
  const auto what = SubjectOf(claim->user_id);
  if (auto status = parts_.throttle.Enter(what, "", deadline); !status.ok()) {
    return RefusedTo(claim->user_id, std::move(status));
  }
  const auto user = UserOf(*claim, deadline);
  if (!user.ok()) return user.status();
  const auto factor = parts_.factors.Get(claim->user_id, deadline);
  if (!factor.ok()) return factor.status();
  const auto used = Use(claim->user_id, *factor, code, deadline);
  if (!used.ok()) return used.status();
  std::vector<std::string> recovery_codes;
  if (!*used) {
    const auto as_user = ActingAs(context, claim->tenant_id, claim->user_id, user->user.email);
    auto confirmed = Confirm(as_user, claim->user_id, *factor, code, deadline);
    if (!confirmed.ok()) return RefusedTo(claim->user_id, std::move(confirmed).status());
    recovery_codes = *std::move(confirmed);
  }
  if (auto status = parts_.throttle.Forget(what, "", deadline); !status.ok()) return status;
  auto signed_in = parts_.sign_ins.Begin(context, claim->user_id, claim->tenant_id, deadline);
  if (signed_in.ok()) signed_in->recovery_codes = std::move(recovery_codes);
  return signed_in;
}

absl::Status MfaService::Reset(const db::TenantContext& context, const core::Ulid& administrator,
                               const core::Ulid& member_id, core::Language language,
                               absl::Time deadline) {
  const auto now = parts_.clock.Now();
  return parts_.factors.Remove(context, administrator, member_id,
                               MakeMail(MailKind::kMfaReset, "", language, now), now, deadline);
}

}  // namespace enlace::auth
