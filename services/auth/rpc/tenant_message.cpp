#include "services/auth/rpc/tenant_message.h"

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/core/version_match.h"
#include "libs/rpc/struct_json.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {

using enlace::rpc::FromStruct;
using enlace::rpc::ToStruct;

namespace {

// What was sent as null. Only what a tenant can do without is cleared.
void Clear(const v1::UpdateTenantRequest& request, TenantChanges& changes,
           std::vector<core::Violation>& violations) {
  const auto clear = [&](auto& change, std::string_view field, auto cleared) {
    if (change) violations.push_back(core::violation::ClearFieldSent(field));
    change = std::move(cleared);
  };
  for (const auto& field : request.clear_fields()) {
    if (field == "taxId") {
      clear(changes.tax_id, field, std::string());
    } else if (field == "branding") {
      clear(changes.branding, field, nlohmann::json::object());
    } else if (field == "settings") {
      clear(changes.settings, field, nlohmann::json::object());
    } else if (field == "name" || field == "timeZone" || field == "active") {
      violations.push_back(core::violation::ClearField(field));
    } else {
      // The name comes from the caller: it is not repeated.
      violations.push_back(core::violation::ClearFieldUnknown("clearFields"));
    }
  }
}

}  // namespace

NewTenant ReadNewTenant(const v1::CreateTenantRequest& request,
                        std::vector<core::Violation>& violations) {
  NewTenant tenant;
  tenant.name = request.name();
  tenant.slug = request.slug();
  tenant.host_names.assign(request.host_names().begin(), request.host_names().end());
  tenant.tax_id = request.tax_id();
  tenant.time_zone = request.time_zone();
  if (request.has_branding()) {
    tenant.branding = FromStruct(request.branding(), "branding", violations);
  }
  if (request.has_settings()) {
    tenant.settings = FromStruct(request.settings(), "settings", violations);
  }
  for (int i = 0; i < request.offices_size(); ++i) {
    tenant.offices.push_back(
        FromStruct(request.offices(i), absl::StrCat("offices[", i, "]"), violations));
  }
  return tenant;
}

TenantChanges ReadTenantChanges(const v1::UpdateTenantRequest& request,
                                std::vector<core::Violation>& violations) {
  TenantChanges changes;
  if (request.has_name()) changes.name = request.name();
  if (request.has_tax_id()) changes.tax_id = request.tax_id();
  if (request.has_time_zone()) changes.time_zone = request.time_zone();
  if (request.has_active()) changes.active = request.active();
  if (request.has_branding()) {
    changes.branding = FromStruct(request.branding(), "branding", violations);
  }
  if (request.has_settings()) {
    changes.settings = FromStruct(request.settings(), "settings", violations);
  }
  Clear(request, changes, violations);
  return changes;
}

void WriteTenant(const Tenant& tenant, v1::Tenant* message) {
  message->set_id(tenant.id.ToString());
  message->set_name(tenant.name);
  message->set_slug(tenant.slug);
  message->set_tenant_code(tenant.tenant_code);
  for (const auto& host_name : tenant.host_names) message->add_host_names(host_name);
  if (!tenant.tax_id.empty()) message->set_tax_id(tenant.tax_id);
  message->set_time_zone(tenant.time_zone);
  ToStruct(tenant.branding, message->mutable_branding());
  ToStruct(tenant.settings, message->mutable_settings());
  for (const auto& office : tenant.offices) ToStruct(office, message->add_offices());
  message->set_active(tenant.active);
  *message->mutable_created_at() = TimestampOf(tenant.created_at);
  *message->mutable_updated_at() = TimestampOf(tenant.updated_at);
  message->set_etag(core::EtagOf(tenant.version));
}

}  // namespace enlace::auth::rpc
