#include "services/auth/storage/tenant_repository.h"

#include <string>
#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/auth/storage/bool_text.h"
#include "services/auth/storage/tenant_row.h"
#include "services/auth/storage/version_params.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kGet = {"get_tenant",
                                "SELECT " ENLACE_TENANT_COLUMNS
                                " FROM tenants WHERE tenant_id = $1 AND deleted_at IS NULL"};

// In one round trip with the tenant: every sign-in and every refresh asks.
constexpr db::Statement kGetForUser = {"get_tenant_for_user", "SELECT " ENLACE_TENANT_COLUMNS R"(,
    (SELECT coalesce(json_agg(json_build_object('kind', f.kind, 'version', f.version,
                                                'es', f.title_es, 'en', f.title_en)
                              ORDER BY f.kind), '[]')
     FROM (SELECT DISTINCT ON (kind) kind, version, title_es, title_en
           FROM terms_versions ORDER BY kind, version DESC) f
     WHERE NOT EXISTS (SELECT FROM term_acceptances a
                       WHERE a.tenant_id = $1 AND a.user_id = $2 AND a.kind = f.kind
                         AND a.version_of_terms = f.version AND a.revoked_at IS NULL))
    AS pending_terms
  FROM tenants WHERE tenant_id = $1 AND deleted_at IS NULL)"};

constexpr db::Statement kList = {
    "list_tenants", "SELECT " ENLACE_TENANT_COLUMNS
                    " FROM tenants"
                    " WHERE ($1::uuid IS NULL OR tenant_id > $1) AND deleted_at IS NULL"
                    " ORDER BY tenant_id LIMIT $2"};

// An absent parameter leaves its column as it is; an empty tax id clears it.
constexpr db::Statement kUpdate = {"update_tenant", R"(
  UPDATE tenants SET
    name = coalesce($2, name),
    tax_id = CASE WHEN $3::text IS NULL THEN tax_id ELSE nullif($3, '') END,
    time_zone = coalesce($4, time_zone),
    active = coalesce($5::boolean, active),
    branding = coalesce($6::jsonb, branding),
    settings = coalesce($7::jsonb, settings)
  WHERE tenant_id = $1 AND deleted_at IS NULL
    AND ($8::bigint[] IS NULL OR version = ANY ($8))
  RETURNING )" ENLACE_TENANT_COLUMNS};

constexpr db::Statement kDelete = {"delete_tenant", R"(
  UPDATE tenants SET deleted_at = $2
  WHERE tenant_id = $1 AND deleted_at IS NULL
    AND ($3::bigint[] IS NULL OR version = ANY ($3))
  RETURNING tenant_id)"};

absl::StatusOr<Tenant> One(const absl::StatusOr<db::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTenant();
  return ReadTenant((*rows)[0]);
}

std::vector<PendingTerms> ReadPendingTerms(const db::Row& row) {
  std::vector<PendingTerms> pending;
  for (const auto& one : nlohmann::json::parse(row.Text("pending_terms"))) {
    pending.push_back({.kind = one.at("kind").get<std::string>(),
                       .version = one.at("version").get<std::int64_t>(),
                       .title_es = one.at("es").get<std::string>(),
                       .title_en = one.at("en").get<std::string>()});
  }
  return pending;
}

std::optional<std::string> JsonText(const std::optional<nlohmann::json>& value) {
  if (!value) return std::nullopt;
  return storage::JsonText(*value);
}

}  // namespace

absl::StatusOr<Tenant> PostgresTenantRepository::Get(const core::Ulid& id, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return One(transaction->RunAndCommit(kGet, db::Params().Id(id)));
}

absl::StatusOr<TenantOfUser> PostgresTenantRepository::GetForUser(const core::Ulid& id,
                                                                  const core::Ulid& user,
                                                                  absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kGetForUser, db::Params().Id(id).Id(user));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTenant();
  const auto row = (*rows)[0];
  return TenantOfUser{.tenant = ReadTenant(row), .pending_terms = ReadPendingTerms(row)};
}

absl::StatusOr<Tenant> PostgresTenantRepository::GetOwn(const db::TenantContext& context,
                                                        absl::Time deadline) {
  auto transaction = own_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  return One(transaction->RunAndCommit(kGet, db::Params().Id(context.tenant_id)));
}

absl::StatusOr<std::vector<Tenant>> PostgresTenantRepository::List(
    const std::optional<core::Ulid>& after, int limit, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kList, db::Params().Id(after).Int(limit));
  if (!rows.ok()) return rows.status();
  std::vector<Tenant> tenants;
  tenants.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) tenants.push_back(ReadTenant((*rows)[i]));
  return tenants;
}

absl::Status PostgresTenantRepository::WhyUnchanged(const core::Ulid& id,
                                                    const core::VersionMatch& if_match,
                                                    absl::Time deadline) {
  if (!if_match.NamesVersions()) return core::refusal::NotFoundTenant();
  const auto tenant = Get(id, deadline);
  if (!tenant.ok()) return tenant.status();
  // A version that matches by now did not when the change was tried.
  return core::refusal::EtagMismatch();
}

absl::StatusOr<Tenant> PostgresTenantRepository::Update(const db::TenantContext& context,
                                                        const TenantChanges& changes,
                                                        const core::VersionMatch& if_match,
                                                        absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id)
      .Text(changes.name)
      .Text(changes.tax_id)
      .Text(changes.time_zone)
      .Text(BoolText(changes.active))
      .Text(JsonText(changes.branding))
      .Text(JsonText(changes.settings));
  AddVersions(if_match, params);
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kUpdate, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return WhyUnchanged(context.tenant_id, if_match, deadline);
  return ReadTenant((*rows)[0]);
}

absl::Status PostgresTenantRepository::Delete(const db::TenantContext& context,
                                              const core::VersionMatch& if_match, absl::Time now,
                                              absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id).Time(now);
  AddVersions(if_match, params);
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kDelete, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return WhyUnchanged(context.tenant_id, if_match, deadline);
  return absl::OkStatus();
}

}  // namespace enlace::auth::storage
