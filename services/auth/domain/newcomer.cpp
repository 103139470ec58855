#include "services/auth/domain/newcomer.h"

#include <utility>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/recovery_code.h"
#include "services/auth/domain/registration.h"

namespace enlace::auth {

void CheckNewcomersName(const std::string& first_name, const std::string& last_name,
                        std::vector<core::Violation>& violations) {
  const clinical::TextRule name{.max_characters = kMostNameCharacters, .required = true};
  clinical::CheckText(first_name, "firstName", name, violations);
  clinical::CheckText(last_name, "lastName", name, violations);
}

absl::StatusOr<Newcomer> Newcomers::Add(const db::TenantContext& context, Member member,
                                        absl::Time deadline) {
  const auto now = clock_.Now();
  auto password = NewTemporaryPassword();
  const auto hash = gate_.Hash(password, deadline);
  if (!hash.ok()) return hash.status();
  member.id = core::Ulid::Generate(now);
  member.user_id = core::Ulid::Generate(now);
  member.first_name = clinical::Trim(member.first_name);
  member.last_name = clinical::Trim(member.last_name);
  member.created_at = now;
  member.version = 1;
  const auto expires_at = now + kTemporaryPasswordLifetime;
  const auto stored = accounts_.AddMember(context, member, *hash, expires_at, now, deadline);
  if (!stored.ok()) return stored.status();
  // Somebody took the e-mail meanwhile: a repeat finds it.
  if (!*stored) return core::refusal::ConcurrentChange();
  return Newcomer{std::move(member), std::move(password), expires_at};
}

}  // namespace enlace::auth
