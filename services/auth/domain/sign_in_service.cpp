#include "services/auth/domain/sign_in_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "libs/refusals/subject.h"
#include "services/auth/domain/acting.h"
#include "services/auth/domain/password.h"
#include "services/auth/domain/password_rules.h"

namespace enlace::auth {
namespace {

// That of the tenant, or the only one; end() where there is none or a choice.
auto Choose(const std::vector<Membership>& memberships, const std::optional<core::Ulid>& tenant) {
  if (!tenant) return memberships.size() == 1 ? memberships.begin() : memberships.end();
  return std::find_if(memberships.begin(), memberships.end(),
                      [&](const Membership& one) { return one.tenant_id == *tenant; });
}

// Absent when none is named.
std::optional<core::Ulid> ReadTenantId(const std::string& text,
                                       std::vector<core::Violation>& violations) {
  if (text.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(text);
  if (!id) violations.push_back(core::violation::IdFormat("tenantId"));
  return id;
}

absl::Status RefusedTo(const User& user, absl::Status refusal) {
  return refusals::Concerning(std::move(refusal), {.resource_type = "User", .id = user.id});
}

}  // namespace

std::string SignInSubject(std::string_view email) {
  return absl::StrCat("login ", core::Absl(email));
}

absl::StatusOr<SignedIn> SignInService::Describe(const db::TenantContext& context,
                                                 SignedIn signed_in, absl::Time deadline) {
  auto found = parts_.tenants.GetForUser(context.tenant_id, signed_in.user.id, deadline);
  if (!found.ok()) return found.status();
  signed_in.tenant = std::move(found->tenant);
  signed_in.pending_terms = std::move(found->pending_terms);
  if (signed_in.memberships.empty()) {
    auto memberships = parts_.users.Memberships(signed_in.user.id, parts_.clock.Now(), deadline);
    if (!memberships.ok()) return memberships.status();
    signed_in.memberships = *std::move(memberships);
  }
  const auto own = Choose(signed_in.memberships, context.tenant_id);
  // It ended this very moment: its session is over as well.
  if (own == signed_in.memberships.end()) return core::refusal::NoMembershipTenant();
  // The sign-in may be kept under an idempotency key of the platform's: this reads beside it.
  auto reading = context;
  reading.intent = nullptr;
  reading.workflows = absl::StrJoin(own->workflows, ",");
  auto workflows = parts_.workflows.List(reading, deadline);
  if (!workflows.ok()) return workflows.status();
  signed_in.workflows = *std::move(workflows);
  return signed_in;
}

absl::StatusOr<SignedIn> SignInService::Enter(const db::TenantContext& context, StoredUser stored,
                                              const std::optional<core::Ulid>& tenant_id,
                                              Proof proof, absl::Time deadline) {
  // A temporary password is good for its change alone, whichever way it was shown.
  if (stored.password_expires_at) return DemandPassword(std::move(stored), deadline);
  auto memberships = parts_.users.Memberships(stored.user.id, parts_.clock.Now(), deadline);
  if (!memberships.ok()) return memberships.status();
  SignedIn signed_in{.user = stored.user, .memberships = *std::move(memberships)};
  const auto chosen = Choose(signed_in.memberships, tenant_id);
  if (chosen == signed_in.memberships.end()) {
    if (tenant_id) return RefusedTo(signed_in.user, core::refusal::NoMembershipTenant());
    if (signed_in.memberships.empty()) {
      return RefusedTo(signed_in.user, core::refusal::NoMembership());
    }
    return signed_in;
  }
  const bool has_mfa = signed_in.user.mfa_enabled_at.has_value();
  if (proof == Proof::kPassword && has_mfa) signed_in.next = SignInStep::kCode;
  if (proof != Proof::kEverything && !has_mfa && chosen->requires_mfa) {
    signed_in.next = SignInStep::kEnrollment;
  }
  // Not for a session: whoever took one would make a factor of its own the person's.
  if (proof == Proof::kPassword) {
    signed_in.mfa_token = MfaTokenFor(stored, chosen->tenant_id);
  }
  if (signed_in.next != SignInStep::kNone) return signed_in;
  const auto as_user =
      ActingAs(context, chosen->tenant_id, signed_in.user.id, signed_in.user.email);
  auto tokens = parts_.sessions.Begin(as_user, stored, deadline);
  if (!tokens.ok()) return tokens.status();
  signed_in.tokens = *std::move(tokens);
  return Describe(as_user, std::move(signed_in), deadline);
}

std::string SignInService::MfaTokenFor(const StoredUser& user, const core::Ulid& tenant_id) const {
  return parts_.mfa_tokens.Make({.user_id = user.user.id,
                                 .tenant_id = tenant_id,
                                 .password = parts_.mfa_tokens.FingerprintOf(user.password_hash)},
                                parts_.clock.Now());
}

absl::StatusOr<StoredUser> SignInService::Prove(const db::TenantContext& context,
                                                const std::string& email,
                                                const std::string& password, absl::Time deadline) {
  const auto what = SignInSubject(email);
  if (auto status = parts_.throttle.Enter(what, context.ip, deadline); !status.ok()) return status;
  auto found = parts_.users.FindByEmail(email, deadline);
  if (!found.ok()) return found.status();
  const auto matches =
      parts_.gate.Verify(password, *found ? (*found)->password_hash : DummyHash(), deadline);
  if (!matches.ok()) return matches.status();
  if (!*found) return core::refusal::SignInRefused();
  const auto& user = (*found)->user;
  if (!*matches || !(*found)->active) return RefusedTo(user, core::refusal::SignInRefused());
  if (auto status = parts_.throttle.Forget(what, context.ip, deadline); !status.ok()) return status;
  const auto& expires = (*found)->password_expires_at;
  if (expires && parts_.clock.Now() >= *expires) {
    return RefusedTo(user, core::refusal::SignInRefusedTemporary());
  }
  return **std::move(found);
}

absl::StatusOr<SignedIn> SignInService::DemandPassword(StoredUser user, absl::Time deadline) {
  const auto link = MakeMail(MailKind::kTemporaryPassword, user.user.email,
                             core::Language::kSpanish, parts_.clock.Now());
  if (auto status = parts_.mails.Add(link, deadline); !status.ok()) return status;
  return SignedIn{.user = std::move(user.user),
                  .next = SignInStep::kPasswordChange,
                  .reset_token = parts_.mail_tokens.Make(link.id)};
}

absl::StatusOr<SignedIn> SignInService::Login(const db::TenantContext& context,
                                              const std::string& email, const std::string& password,
                                              const std::string& tenant_id, absl::Time deadline) {
  std::vector<core::Violation> violations;
  const auto lower = CheckUserEmail(email, "email", violations);
  if (password.empty()) violations.push_back(core::violation::Required("password"));
  if (password.size() > kMostPasswordBytes) {
    violations.push_back(core::violation::PasswordLong("password", kMostPasswordBytes));
  }
  const auto tenant = ReadTenantId(tenant_id, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  auto user = Prove(context, lower, password, deadline);
  if (!user.ok()) return user.status();
  if (NeedsRehash(user->password_hash)) Rehash(context, password, *user, deadline);
  return Enter(context, *std::move(user), tenant, Proof::kPassword, deadline);
}

void SignInService::Rehash(const db::TenantContext& context, const std::string& password,
                           StoredUser& user, absl::Time deadline) {
  // A temporary one is changed next.
  if (user.password_expires_at) return;
  const auto now = absl::Now();
  const auto half = now + (deadline - now) / 2;
  const auto memberships = parts_.users.Memberships(user.user.id, parts_.clock.Now(), half);
  if (!memberships.ok() || memberships->empty()) return;
  auto hash = parts_.gate.Hash(password, half);
  if (!hash.ok()) return;
  const auto as_user =
      ActingAs(context, memberships->front().tenant_id, user.user.id, user.user.email);
  const auto stored = parts_.users.Rehash(as_user, user.user.id, user.password_hash, *hash, half);
  if (stored.ok() && *stored) {
    user.password_hash = *std::move(hash);
    return;
  }
  // Another sign-in may have been faster, or this one's commit be in doubt.
  auto present = parts_.users.Get(user.user.id, deadline);
  if (!present.ok() || present->password_hash == user.password_hash) return;
  const auto matches = parts_.gate.Verify(password, present->password_hash, deadline);
  if (matches.ok() && *matches) user = *std::move(present);
}

absl::StatusOr<SignedIn> SignInService::GoOn(const db::TenantContext& context,
                                             const core::Ulid& user_id, const core::Ulid& tenant_id,
                                             absl::Time deadline) {
  auto user = parts_.users.Get(user_id, deadline);
  if (!user.ok()) return user.status();
  return Enter(context, *std::move(user), tenant_id, Proof::kPassword, deadline);
}

absl::StatusOr<SignedIn> SignInService::Begin(const db::TenantContext& context,
                                              const core::Ulid& user_id,
                                              const core::Ulid& tenant_id, absl::Time deadline) {
  auto user = parts_.users.Get(user_id, deadline);
  if (!user.ok()) return user.status();
  return Enter(context, *std::move(user), tenant_id, Proof::kEverything, deadline);
}

absl::StatusOr<SignedIn> SignInService::SwitchTenant(const db::TenantContext& context,
                                                     const core::Ulid& user_id,
                                                     const std::string& tenant_id,
                                                     absl::Time deadline) {
  std::vector<core::Violation> violations;
  const auto tenant = ReadTenantId(tenant_id, violations);
  if (tenant_id.empty()) violations.push_back(core::violation::Required("tenantId"));
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  auto user = parts_.users.Get(user_id, deadline);
  if (!user.ok()) return user.status();
  return Enter(context, *std::move(user), tenant, Proof::kSession, deadline);
}

absl::StatusOr<SignedIn> SignInService::Refresh(const db::TenantContext& context,
                                                std::string_view refresh_token,
                                                absl::Time deadline) {
  if (refresh_token.empty()) {
    return core::InvalidFields({core::violation::Required("refreshToken")});
  }
  auto tokens = parts_.sessions.Refresh(context, refresh_token, deadline);
  if (!tokens.ok()) return tokens.status();
  auto user = parts_.users.Get(tokens->user_id, deadline);
  if (!user.ok()) return user.status();
  const auto as_user = ActingAs(context, tokens->tenant_id, user->user.id, user->user.email);
  return Describe(as_user, {.user = std::move(user->user), .tokens = *std::move(tokens)}, deadline);
}

absl::Status SignInService::Identify(Registration& registration, const std::string& password,
                                     absl::Time deadline) {
  auto found = parts_.users.FindByEmail(registration.owner.email, deadline);
  if (!found.ok()) return found.status();
  if (!*found) {
    auto hash = parts_.gate.Hash(password, deadline);
    if (!hash.ok()) return hash.status();
    registration.owner.id = core::Ulid::Generate(parts_.clock.Now());
    registration.password_hash = *std::move(hash);
    return absl::OkStatus();
  }
  const auto matches = parts_.gate.Verify(password, (*found)->password_hash, deadline);
  if (!matches.ok()) return matches.status();
  // A temporary password is good for its change alone.
  if (!*matches || !(*found)->active || (*found)->password_expires_at) {
    return RefusedTo((*found)->user, core::refusal::SignInRefusedRegistration());
  }
  registration.owner = std::move((*found)->user);
  registration.owner_hash = std::move((*found)->password_hash);
  registration.password_hash.clear();
  return absl::OkStatus();
}

absl::StatusOr<SignedIn> SignInService::Register(const db::TenantContext& context,
                                                 const RegistrationRequest& request,
                                                 absl::Time deadline) {
  std::vector<core::Violation> violations;
  auto registration = CheckRegistration(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (auto status = parts_.throttle.Enter("registration", context.ip, deadline); !status.ok()) {
    return status;
  }
  for (int tries = 0; tries < 2; ++tries) {
    if (auto status = Identify(registration, request.password, deadline); !status.ok()) {
      return status;
    }
    const auto now = parts_.clock.Now();
    const auto as_owner = ActingAs(context, core::Ulid::Generate(now), registration.owner.id,
                                   registration.owner.email);
    if (!registration.password_hash.empty()) {
      registration.verification =
          MakeMail(MailKind::kVerifyEmail, registration.owner.email, request.language, now);
    }
    if (registration.doctor) registration.doctor->doctor_id = core::Ulid::Generate(now);
    auto [session, tokens] = parts_.sessions.Prepare(registration.owner.id, as_owner.tenant_id);
    const bool has_mfa = registration.owner.mfa_enabled_at.has_value();
    if (!has_mfa) registration.session = std::move(session);
    if (registration.session && registration.password_hash.empty()) {
      registration.session->judged = JudgedUser{.password_hash = registration.owner_hash};
    }
    auto tenant = parts_.users.Register(as_owner, registration, now, deadline);
    if (!tenant.ok()) return tenant.status();
    if (!*tenant) continue;
    if (parts_.announce) parts_.announce(as_owner.tenant_id, deadline);
    if (has_mfa) return GoOn(context, registration.owner.id, as_owner.tenant_id, deadline);
    SignedIn signed_in{.user = registration.owner, .tenant = **tenant, .tokens = std::move(tokens)};
    if (signed_in.user.created_at == absl::Time()) signed_in.user.created_at = now;
    const auto& hash =
        registration.password_hash.empty() ? registration.owner_hash : registration.password_hash;
    signed_in.mfa_token =
        MfaTokenFor({.user = signed_in.user, .password_hash = hash}, as_owner.tenant_id);
    return Describe(as_owner, std::move(signed_in), deadline);
  }
  // Whoever took the e-mail was gone again when it was looked for.
  return core::refusal::ConcurrentChange();
}

}  // namespace enlace::auth
