#include "services/auth/storage/tenant_row.h"

namespace enlace::auth::storage {

Tenant ReadTenant(const db::Row& row) {
  Tenant tenant;
  tenant.id = row.Id("tenant_id");
  tenant.name = row.Text("name");
  tenant.slug = row.Text("slug");
  tenant.tenant_code = row.Text("tenant_code");
  tenant.host_names = row.TextArray("host_names");
  tenant.tax_id = row.Text("tax_id");
  tenant.time_zone = row.Text("time_zone");
  tenant.branding = nlohmann::json::parse(row.Text("branding"));
  tenant.settings = nlohmann::json::parse(row.Text("settings"));
  tenant.offices = nlohmann::json::parse(row.Text("offices"));
  tenant.active = row.Bool("active");
  tenant.created_at = row.Time("created_at");
  tenant.updated_at = row.Time("updated_at");
  tenant.version = row.Int("version");
  return tenant;
}

std::string JsonText(const nlohmann::json& value) {
  // Texts were checked to be UTF-8; should one not be, it is mended rather than thrown over.
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace enlace::auth::storage
