#include "services/auth/domain/api_key_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/clinical/email.h"
#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/scopes.h"
#include "services/auth/domain/workflow_rules.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

bool MayGrant(const authn::Principal& caller, std::string_view scope) {
  return caller.role == authn::Role::kPlatformAdmin || caller.HasScope(scope);
}

std::string CheckName(std::string_view name, Violations& violations) {
  const auto before = violations.size();
  auto checked =
      clinical::CheckText(name, "name", {.max_characters = 120, .required = true}, violations);
  if (violations.size() == before && checked.size() < 2) {
    violations.push_back(core::violation::TextLengthShort("name", 2));
  }
  return checked;
}

std::vector<std::string> CheckScopes(const std::vector<std::string>& scopes,
                                     const authn::Principal& caller, Violations& violations) {
  if (scopes.empty()) {
    violations.push_back(core::violation::RequiredScopes("scopes", ScopeList()));
  }
  std::vector<std::string> checked;
  // More entries than scopes exist are doubles or unknown: what lies beyond needs no message each.
  const auto count = std::min(scopes.size(), 4 * kScopes.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto field = absl::StrCat("scopes[", i, "]");
    if (!IsScope(scopes[i])) {
      violations.push_back(core::violation::ScopeUnknown(field, ScopeList()));
    } else if (!MayGrant(caller, scopes[i])) {
      violations.push_back(core::violation::ScopeNotHeld(field));
    } else if (std::find(checked.begin(), checked.end(), scopes[i]) == checked.end()) {
      checked.push_back(scopes[i]);
    }
  }
  if (scopes.size() > count) {
    violations.push_back(core::violation::ListLength("scopes", count));
  }
  return checked;
}

std::optional<absl::Time> CheckExpiry(std::string_view text, absl::Time now,
                                      Violations& violations) {
  if (clinical::Trim(text).empty()) return std::nullopt;
  const auto expires_at = clinical::ReadTime(text, "expiresAt", violations);
  if (expires_at && *expires_at <= now) {
    violations.push_back(core::violation::TimePast("expiresAt"));
  }
  return expires_at;
}

std::string CheckOwner(std::string_view owner, const authn::Principal& caller,
                       Violations& violations) {
  if (clinical::Trim(owner).empty()) {
    if (!caller.owner_id.empty()) return caller.owner_id;
    violations.push_back(core::violation::RequiredOwner("owner"));
    return "";
  }
  return clinical::ReadEmail(owner, "owner", violations).value_or("");
}

std::vector<std::string> CheckWorkflows(const std::vector<std::string>& names,
                                        const authn::Principal& caller, Violations& violations) {
  if (names.empty() && !caller.workflows.empty()) {
    violations.push_back(core::violation::WorkflowUnknownLimited("workflows"));
  }
  return CheckWorkflowLimit(names, violations);
}

// Whether a key of that limit sees nothing that the caller does not see.
bool IsWithin(const std::vector<std::string>& workflows, const authn::Principal& caller) {
  if (caller.workflows.empty()) return true;
  return !workflows.empty() &&
         std::all_of(workflows.begin(), workflows.end(), [&](const std::string& name) {
           return std::find(caller.workflows.begin(), caller.workflows.end(), name) !=
                  caller.workflows.end();
         });
}

}  // namespace

ApiKeyRecord CheckApiKeyRequest(const ApiKeyRequest& request, const authn::Principal& caller,
                                absl::Time now, Violations& violations) {
  ApiKeyRecord record;
  record.name = CheckName(request.name, violations);
  record.scopes = CheckScopes(request.scopes, caller, violations);
  record.workflows = CheckWorkflows(request.workflows, caller, violations);
  record.expires_at = CheckExpiry(request.expires_at, now, violations);
  record.owner = CheckOwner(request.owner, caller, violations);
  record.created_at = now;
  if (record.expires_at) record.lifetime = *record.expires_at - now;
  return record;
}

void CheckOverlap(absl::Duration overlap, Violations& violations) {
  if (overlap >= absl::ZeroDuration() && overlap <= kMaxOverlap) return;
  violations.push_back(core::violation::DurationRange("overlap"));
}

absl::Status CheckRotation(const ApiKeyRecord& old, const authn::Principal& caller,
                           absl::Time now) {
  if (!IsWithin(old.workflows, caller)) return core::refusal::NotFoundApiKey();
  for (const auto& scope : old.scopes) {
    if (MayGrant(caller, scope)) continue;
    return core::refusal::ScopeMissingRotation(scope);
  }
  if (old.revoked_at) return core::refusal::KeyNotActive();
  if (old.expires_at && *old.expires_at <= now) {
    return core::refusal::KeyNotActiveExpired();
  }
  return absl::OkStatus();
}

ApiKeyRecord SuccessorOf(const ApiKeyRecord& old, absl::Time now) {
  ApiKeyRecord successor;
  successor.name = old.name;
  successor.scopes = old.scopes;
  successor.workflows = old.workflows;
  successor.owner = old.owner;
  successor.lifetime = old.lifetime;
  successor.created_at = now;
  if (old.lifetime) successor.expires_at = now + *old.lifetime;
  successor.rotated_from_id = old.id;
  return successor;
}

absl::Time EndOfOverlap(const ApiKeyRecord& old, absl::Time now, absl::Duration overlap) {
  return std::min(now + overlap, old.expires_at.value_or(absl::InfiniteFuture()));
}

}  // namespace enlace::auth
