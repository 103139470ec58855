#include "services/auth/domain/password_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/refusals/subject.h"
#include "services/auth/domain/password_rules.h"

namespace enlace::auth {

absl::Status PasswordService::Change(const db::TenantContext& context,
                                     const authn::Principal& caller, const std::string& present,
                                     const std::string& next, absl::Time deadline) {
  const auto stored = users_.Get(caller.id, deadline);
  if (!stored.ok()) return stored.status();
  const bool has_mfa = stored->user.mfa_enabled_at.has_value();
  std::vector<core::Violation> violations;
  if (present.empty()) violations.push_back(core::violation::Required("password"));
  CheckNewPassword(next, "newPassword", {.email = caller.owner_id, .has_mfa = has_mfa}, violations);
  if (violations.empty() && next == present) {
    violations.push_back(core::violation::PasswordSame("newPassword"));
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto what = absl::StrCat("password ", caller.id.ToString());
  if (auto status = throttle_.Enter(what, context.ip, deadline); !status.ok()) return status;
  const auto matches = gate_.Verify(present, stored->password_hash, deadline);
  if (!matches.ok()) return matches.status();
  if (!*matches) {
    return refusals::Concerning(core::refusal::SignInRefusedChange(),
                                {.resource_type = "User", .id = caller.id});
  }
  const auto hash = gate_.Hash(next, deadline);
  if (!hash.ok()) return hash.status();
  const auto changed = users_.ChangePassword(context, caller.id, stored->password_hash, *hash,
                                             caller.session_id, clock_.Now(), deadline);
  if (!changed.ok()) return changed.status();
  if (!*changed) return core::refusal::ConcurrentChange();
  return throttle_.Forget(what, context.ip, deadline);
}

}  // namespace enlace::auth
