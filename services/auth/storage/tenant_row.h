#pragma once

#include <string>

#include "libs/db/rows.h"
#include "services/auth/domain/tenant.h"

namespace enlace::auth::storage {

// The columns that ReadTenant expects, for SELECT and RETURNING.
#define ENLACE_TENANT_COLUMNS                                                                   \
  "tenant_id, name, slug, tenant_code, host_names, coalesce(tax_id, '') AS tax_id, time_zone, " \
  "branding, settings, offices, active, created_at, updated_at, version"

Tenant ReadTenant(const db::Row& row);

// JSON as text for a jsonb parameter.
std::string JsonText(const nlohmann::json& value);

}  // namespace enlace::auth::storage
