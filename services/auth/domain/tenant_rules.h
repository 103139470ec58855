#pragma once

#include <vector>

#include "libs/core/error.h"
#include "services/auth/domain/tenant.h"

namespace enlace::auth {

// Puts the texts into their stored form (trimmed; slug and host names in lower case; the default
// time zone) and adds everything that is wrong:
//   name        2 to 120 characters                REQUIRED, TEXT_LENGTH, TEXT_CONTROL
//   slug        a DNS label (RFC 1123)             SLUG_FORMAT
//   hostNames   DNS names with a dot, at most 20   HOST_NAME_FORMAT, REPEATED, LIST_LENGTH
//   taxId       at most 40 characters              TEXT_LENGTH, TEXT_CONTROL
//   timeZone    a zone of the IANA database        TIME_ZONE
//   offices     at most 200                        LIST_LENGTH
//   settings    see libs/catalog/tenant_rules.h; a country whose phone numbers are known  COUNTRY
//               mfaRequired, whether staff needs a second factor: true or false           SETTING
void CheckNewTenant(NewTenant& tenant, std::vector<core::Violation>& violations);

// The same rules for the fields that change.
void CheckTenantChanges(TenantChanges& changes, std::vector<core::Violation>& violations);

}  // namespace enlace::auth
