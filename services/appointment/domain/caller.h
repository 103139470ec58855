#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"

namespace enlace::appointment {

// On whose behalf a use case runs.
struct Caller {
  // Tenant, actor and request, for row-level security and the audit.
  db::TenantContext context;
  // Owner of what is booked: the e-mail of the credential's owner.
  std::string owner_id;
  // IANA zone of the tenant: a site's, when it names none.
  std::string time_zone;
  // Whether appointments may be listed without naming a patient (scope appointments:list).
  bool may_list = false;
  // Whether an appointment may overlap another one of its doctor (scope appointments:overbook).
  bool may_overbook = false;
  // The use case ends by then.
  absl::Time deadline;
  // Which versions of a row a change is meant for.
  core::VersionMatch if_match;
  // What the tenant's settings say about codes; null: nothing.
  std::shared_ptr<const catalog::TenantRules> rules;
};

}  // namespace enlace::appointment
