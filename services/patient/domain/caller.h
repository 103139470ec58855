#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"

namespace enlace::patient {

// On whose behalf a use case runs.
struct Caller {
  // Tenant, actor and request, for row-level security and the audit.
  db::TenantContext context;
  // Owner of what is created: the e-mail of the credential's owner.
  std::string owner_id;
  // IANA zone of the tenant: decides which day is today.
  std::string time_zone;
  // Whether patients may be listed without an exact identifier (scope patients:list).
  bool may_list = false;
  // The use case ends by then.
  absl::Time deadline;
  // Which versions of the patient a change is meant for.
  core::VersionMatch if_match;
  // What the tenant's settings say about codes and phones; null: nothing.
  std::shared_ptr<const catalog::TenantRules> rules;
  // The enabled workflows that it may use; null where the call names none, which then is none that
  // it may use.
  std::shared_ptr<const std::set<std::string, std::less<>>> workflows;
  // A workflow must be named: it is limited to some.
  bool limited_to_workflows = false;
};

}  // namespace enlace::patient
