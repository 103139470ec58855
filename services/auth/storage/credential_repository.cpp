#include "services/auth/storage/credential_repository.h"

#include <string>

#include "libs/core/error.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/hash_text.h"
#include "services/auth/storage/in_force.h"

namespace enlace::auth::storage {
namespace {

constexpr std::string_view kAdmin = "platform_admin";
constexpr std::string_view kService = "internal_service";

// What a principal has of its tenant `t` and of the plan `p` of that. Rows of workflows are never
// removed, so that the sum of their versions grows with every change.
#define ENLACE_OF_TENANT                                                                         \
  " t.tenant_id, t.slug, t.time_zone, p.key_per_second, p.key_burst, p.tenant_per_second,"       \
  " p.tenant_burst, CASE WHEN t.settings ?| '{country,catalogs}' THEN jsonb_strip_nulls("        \
  " jsonb_build_object('country', t.settings -> 'country', 'catalogs', t.settings -> 'catalogs'" \
  " ))::text END AS settings, t.writable_until,"                                                 \
  " (SELECT sum(w.version) FROM workflows w WHERE w.tenant_id = t.tenant_id)::bigint"            \
  " AS workflows_version "

constexpr db::Statement kFind = {"find_credential", R"(
  SELECT 'service_account' AS role, encode(k.key_hash, 'hex') AS key_hash, k.scopes, k.workflows,
         k.owner_email,
         k.expires_at, k.revoked_at IS NOT NULL AS revoked,
         t.active AND t.deleted_at IS NULL AS tenant_active,)" ENLACE_OF_TENANT R"(
  FROM api_keys k JOIN tenants t ON t.tenant_id = k.tenant_id LEFT JOIN plans p ON p.code = t.plan
  WHERE k.id = $1 AND k.deleted_at IS NULL
  UNION ALL
  SELECT role, encode(key_hash, 'hex'), '{}', '{}', '', expires_at, revoked_at IS NOT NULL, true,
         NULL, '', '', key_per_second, key_burst, NULL, NULL, NULL, NULL, NULL
  FROM platform_keys LEFT JOIN plans ON code = 'enterprise' WHERE id = $1)"};

constexpr db::Statement kFindSession = {"find_session", R"(
  SELECT s.user_id, m.role, m.workflows, u.email,
         s.ended_at IS NULL AND s.expires_at > $2 AND)" ENLACE_MEMBER_IN_FORCE(
                                                            "$2") "AS live," ENLACE_OF_TENANT R"(
  FROM sessions s
  JOIN memberships m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
  JOIN users u ON u.id = s.user_id
  JOIN tenants t ON t.tenant_id = s.tenant_id
  LEFT JOIN plans p ON p.code = t.plan
  WHERE s.id = $1)"};

// Several replicas note the same use: only the first within a minute writes.
constexpr db::Statement kMarkUsed = {"mark_used", R"(
  WITH of_tenants AS (
    UPDATE api_keys SET last_used_at = $2::timestamptz
    WHERE id = ANY ($1::uuid[])
      AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')
  )
  UPDATE platform_keys SET last_used_at = $2::timestamptz
  WHERE id = ANY ($1::uuid[])
    AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute'))"};

constexpr db::Statement kInsertPlatformKey = {"insert_platform_key", R"(
  INSERT INTO platform_keys (id, role, name, key_hash, created_at)
  VALUES ($1, $2, $3, decode($4, 'hex'), $5))"};

authn::Role ReadRole(std::string_view text) {
  if (text == kAdmin) return authn::Role::kPlatformAdmin;
  if (text == kService) return authn::Role::kInternalService;
  return authn::Role::kServiceAccount;
}

authn::RequestLimit ReadLimit(const db::Row& row, const char* per_second, const char* burst) {
  if (row.IsNull(per_second)) return {};
  return {.per_second = row.Int(per_second), .burst = row.Int(burst)};
}

void ReadTenantPart(const db::Row& row, authn::Principal& principal) {
  principal.tenant_id = row.OptionalId("tenant_id").value_or(core::Ulid());
  principal.tenant_slug = row.Text("slug");
  principal.time_zone = row.Text("time_zone");
  principal.settings = row.OptionalText("settings").value_or("");
  principal.key_limit = ReadLimit(row, "key_per_second", "key_burst");
  principal.writable_until = row.OptionalTime("writable_until");
  principal.workflows = row.TextArray("workflows");
  if (!row.IsNull("workflows_version")) principal.workflows_version = row.Int("workflows_version");
  principal.tenant_limit = ReadLimit(row, "tenant_per_second", "tenant_burst");
}

StoredSession ReadSession(const db::Row& row) {
  StoredSession session;
  auto& principal = session.principal;
  principal.id = row.Id("user_id");
  principal.role = ReadStaffRole(row.Text("role"));
  principal.scopes = ScopesOf(principal.role);
  principal.owner_id = row.Text("email");
  ReadTenantPart(row, principal);
  session.live = row.Bool("live");
  return session;
}

StoredCredential ReadCredential(const db::Row& row, const core::Ulid& id) {
  StoredCredential credential;
  auto& principal = credential.principal;
  principal.id = id;
  principal.role = ReadRole(row.Text("role"));
  principal.scopes = row.TextArray("scopes");
  principal.owner_id = row.Text("owner_email");
  principal.expires_at = row.OptionalTime("expires_at");
  ReadTenantPart(row, principal);
  credential.hash = ReadHash(row.Text("key_hash"));
  credential.revoked = row.Bool("revoked");
  credential.tenant_active = row.Bool("tenant_active");
  return credential;
}

}  // namespace

absl::StatusOr<std::optional<StoredCredential>> PostgresCredentialRepository::Find(
    const core::Ulid& id, absl::Time deadline) {
  auto transaction = database_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kFind, db::Params().Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  // Ids are unique by their 80 random bits only: what is ambiguous is nobody's.
  if (rows->size() > 1) return core::Internal("two credentials have the same id");
  return ReadCredential((*rows)[0], id);
}

absl::StatusOr<std::optional<StoredSession>> PostgresCredentialRepository::FindSession(
    const core::Ulid& session_id, absl::Time now, absl::Time deadline) {
  auto transaction = database_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kFindSession, db::Params().Id(session_id).Time(now));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  if (rows->size() > 1) return core::Internal("two sessions have the same id");
  return ReadSession((*rows)[0]);
}

absl::Status PostgresCredentialRepository::MarkUsed(const std::vector<core::Ulid>& ids,
                                                    absl::Time now, absl::Time deadline) {
  auto transaction = database_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kMarkUsed, db::Params().IdArray(ids).Time(now)).status();
}

absl::Status PostgresCredentialRepository::CreatePlatformKey(const NewPlatformKey& key,
                                                             absl::Time deadline) {
  auto transaction = database_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto role = key.role == authn::Role::kPlatformAdmin ? kAdmin : kService;
  return transaction
      ->RunAndCommit(kInsertPlatformKey, db::Params()
                                             .Id(key.id)
                                             .Text(role)
                                             .Text(key.name)
                                             .Text(HashText(key.hash))
                                             .Time(key.created_at))
      .status();
}

}  // namespace enlace::auth::storage
