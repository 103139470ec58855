#include "services/auth/domain/acting_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/acting.h"

namespace enlace::auth {
namespace {

constexpr int kLeastReason = 10;
constexpr clinical::TextRule kReason{.max_characters = 500, .required = true};

std::string CheckReason(const std::string& reason, std::vector<core::Violation>& violations) {
  const auto before = violations.size();
  auto checked = clinical::CheckText(reason, "reason", kReason, violations);
  // The bytes that go on with a character begin with 10.
  const auto characters = std::count_if(checked.begin(), checked.end(),
                                        [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; });
  if (violations.size() == before && characters < kLeastReason) {
    violations.push_back(core::violation::TextLengthShort("reason", kLeastReason));
  }
  return checked;
}

}  // namespace

absl::StatusOr<SignedIn> ActingService::ActAs(const db::TenantContext& context,
                                              const core::Ulid& user_id,
                                              const std::string& tenant_id,
                                              const std::string& reason, absl::Time deadline) {
  std::vector<core::Violation> violations;
  const auto tenant = core::Ulid::Parse(tenant_id);
  if (tenant_id.empty()) {
    violations.push_back(core::violation::Required("tenantId"));
  } else if (!tenant) {
    violations.push_back(core::violation::IdFormat("tenantId"));
  }
  const auto why = CheckReason(reason, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto user = users_.Get(user_id, deadline);
  if (!user.ok()) return user.status();
  if (!user->super_admin) return core::refusal::RoleNotAllowedSuperAdmin();
  const auto found = tenants_.Get(*tenant, deadline);
  if (!found.ok()) return found.status();
  if (!found->active) return core::refusal::NoMembershipTenant();
  const auto now = clock_.Now();
  const auto as_user = ActingAs(context, *tenant, user_id, user->user.email);
  const auto acts = users_.ActAs(as_user, why, now, now + kActingLifetime, deadline);
  if (!acts.ok()) return acts.status();
  if (!*acts) return core::refusal::MemberAlready();
  return sign_ins_.SwitchTenant(context, user_id, tenant_id, deadline);
}

}  // namespace enlace::auth
