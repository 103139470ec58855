#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/tenant_code.h"
#include "services/auth/storage/create_tenant.h"
#include "services/auth/storage/tenant_repository.h"
#include "services/auth/storage/tenant_row.h"

namespace enlace::auth::storage {
namespace {

// Holds the counter's row until the commit, so that racing creations of one name queue up and a
// roll-back leaves no gap.
constexpr db::Statement kNextNumber = {"next_tenant_number", R"(
  INSERT INTO tenant_code_counters (prefix, last) VALUES ($1, 1)
  ON CONFLICT (prefix) DO UPDATE SET last = tenant_code_counters.last + 1
  RETURNING last)"};

constexpr db::Statement kInsert = {"insert_tenant", R"(
  INSERT INTO tenants (tenant_id, name, slug, tenant_code, host_names, tax_id, time_zone,
                       branding, settings, offices, plan, created_at, updated_at, writable_until)
  VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8, $9, $10, $12, $11, $11,
          (SELECT $11::timestamptz + make_interval(days => trial_days) FROM plans WHERE code = $12))
  RETURNING )" ENLACE_TENANT_COLUMNS};

// Answers the names that were free. In one order everywhere: two creations that want the same two
// names wait for each other one way only.
constexpr db::Statement kClaimNames = {"claim_names", R"(
  INSERT INTO platform_names (kind, name, held_by)
  SELECT kind, name, $3 FROM unnest($1::text[], $2::text[]) AS wanted (kind, name)
  ORDER BY kind, name
  ON CONFLICT DO NOTHING
  RETURNING kind, name)"};

struct Claims {
  std::vector<std::string> kinds;
  std::vector<std::string> names;

  void Add(std::string_view kind, const std::string& name) {
    kinds.emplace_back(kind);
    names.push_back(name);
  }
};

bool Granted(const db::Rows& rows, std::string_view kind, const std::string& name) {
  for (int i = 0; i < rows.size(); ++i) {
    if (rows[i].Text("kind") == kind && rows[i].Text("name") == name) return true;
  }
  return false;
}

// ALREADY_EXISTS for the first name that another tenant holds.
absl::Status CheckClaims(const db::Rows& granted, const Tenant& tenant) {
  if (!Granted(granted, "SLUG", tenant.slug)) {
    return core::refusal::AlreadyExistsSlug();
  }
  for (std::size_t i = 0; i < tenant.host_names.size(); ++i) {
    if (Granted(granted, "HOST_NAME", tenant.host_names[i])) continue;
    return core::refusal::AlreadyExistsHostName(absl::StrCat("hostNames[", i, "]"));
  }
  if (!Granted(granted, "TENANT_CODE", tenant.tenant_code)) {
    return core::Internal("a tenant code that was just counted is taken");
  }
  return absl::OkStatus();
}

absl::StatusOr<Tenant> Insert(db::Transaction& transaction, const core::Ulid& id,
                              const NewTenant& tenant, absl::Time now) {
  const auto prefix = TenantCodePrefix(tenant.name);
  const auto number = transaction.Run(kNextNumber, db::Params().Text(prefix));
  if (!number.ok()) return number.status();
  const auto code = MakeTenantCode(prefix, (*number)[0].Int("last"));
  const auto rows =
      transaction.Run(kInsert, db::Params()
                                   .Id(id)
                                   .Text(tenant.name)
                                   .Text(tenant.slug.empty() ? SlugOfTenantCode(code) : tenant.slug)
                                   .Text(code)
                                   .TextArray(tenant.host_names)
                                   .Text(tenant.tax_id)
                                   .Text(tenant.time_zone)
                                   .Text(JsonText(tenant.branding))
                                   .Text(JsonText(tenant.settings))
                                   .Text(JsonText(tenant.offices))
                                   .Time(now)
                                   .Text(tenant.plan));
  if (!rows.ok()) return rows.status();
  return ReadTenant((*rows)[0]);
}

}  // namespace

absl::StatusOr<Tenant> CreateTenant(db::Transaction& transaction, const core::Ulid& id,
                                    const NewTenant& tenant, absl::Time now) {
  auto created = Insert(transaction, id, tenant, now);
  if (!created.ok()) return created;

  Claims claims;
  claims.Add("SLUG", created->slug);
  claims.Add("TENANT_CODE", created->tenant_code);
  for (const auto& host_name : created->host_names) claims.Add("HOST_NAME", host_name);
  const auto granted = transaction.Run(
      kClaimNames, db::Params().TextArray(claims.kinds).TextArray(claims.names).Id(id));
  if (!granted.ok()) return granted.status();
  if (auto status = CheckClaims(*granted, *created); !status.ok()) return status;
  return created;
}

absl::StatusOr<Tenant> PostgresTenantRepository::Create(const db::TenantContext& context,
                                                        const NewTenant& tenant, absl::Time now,
                                                        absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  auto created = CreateTenant(*transaction, context.tenant_id, tenant, now);
  if (!created.ok()) return created;
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return created;
}

}  // namespace enlace::auth::storage
