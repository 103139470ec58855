#include "services/auth/storage/api_key_repository.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/auth/storage/hash_text.h"
#include "services/auth/storage/judge_acting.h"
#include "services/auth/storage/judge_workflows.h"
#include "services/auth/storage/version_params.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_API_KEY_COLUMNS                                                          \
  "id, name, scopes, workflows, owner_email, environment, redacted, lifetime_seconds, " \
  "created_at, expires_at, revoked_at, last_used_at, rotated_from_id, version"

// Nothing is stored when the tenant is gone: a foreign key alone would allow a deleted one.
constexpr db::Statement kInsert = {"insert_api_key", R"(
  INSERT INTO api_keys (tenant_id, id, name, scopes, owner_email, key_hash, environment, redacted,
                        lifetime_seconds, rotated_from_id, created_at, updated_at, expires_at,
                        workflows)
  SELECT tenant_id, $2::uuid, $3, $4::text[], $5, decode($6, 'hex'), $7, $8, $9::bigint, $10::uuid,
         $11::timestamptz, $11, $12::timestamptz, $13::text[]
  FROM tenants WHERE tenant_id = $1 AND deleted_at IS NULL
  RETURNING id)"};

constexpr db::Statement kGet = {"get_api_key",
                                "SELECT " ENLACE_API_KEY_COLUMNS
                                " FROM api_keys"
                                " WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"};

constexpr db::Statement kList = {"list_api_keys",
                                 "SELECT " ENLACE_API_KEY_COLUMNS
                                 " FROM api_keys"
                                 " WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2)"
                                 "   AND deleted_at IS NULL"
                                 " ORDER BY id LIMIT $3"};

constexpr db::Statement kLock = {
    "lock_api_key", "SELECT " ENLACE_API_KEY_COLUMNS
                    " FROM api_keys"
                    " WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE"};

constexpr db::Statement kSetExpiry = {"set_api_key_expiry", R"(
  UPDATE api_keys SET expires_at = $3 WHERE tenant_id = $1 AND id = $2)"};

// Answers a row when the key exists, as it was before.
constexpr db::Statement kRevoke = {"revoke_api_key", R"(
  WITH revoked AS (
    UPDATE api_keys SET revoked_at = $3
    WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND deleted_at IS NULL
      AND ($4::bigint[] IS NULL OR version = ANY ($4))
    RETURNING id
  )
  SELECT version, revoked_at IS NOT NULL AS was_revoked, EXISTS (SELECT FROM revoked) AS revoked
  FROM api_keys WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)"};

db::Params InsertParams(const db::TenantContext& context, const NewApiKey& key) {
  const auto& record = key.record;
  db::Params params;
  params.Id(context.tenant_id)
      .Id(record.id)
      .Text(record.name)
      .TextArray(record.scopes)
      .Text(record.owner)
      .Text(HashText(key.hash))
      .Text(record.environment)
      .Text(record.redacted);
  if (record.lifetime) {
    // Less than a second is still a lifetime.
    params.Int(std::max<std::int64_t>(1, absl::ToInt64Seconds(*record.lifetime)));
  } else {
    params.Null();
  }
  return params.Id(record.rotated_from_id)
      .Time(record.created_at)
      .Time(record.expires_at)
      .TextArray(record.workflows);
}

ApiKeyRecord ReadApiKey(const db::Row& row) {
  ApiKeyRecord record;
  record.id = row.Id("id");
  record.name = row.Text("name");
  record.scopes = row.TextArray("scopes");
  record.workflows = row.TextArray("workflows");
  record.owner = row.Text("owner_email");
  record.environment = row.Text("environment");
  record.redacted = row.Text("redacted");
  if (!row.IsNull("lifetime_seconds")) record.lifetime = absl::Seconds(row.Int("lifetime_seconds"));
  record.created_at = row.Time("created_at");
  record.expires_at = row.OptionalTime("expires_at");
  record.revoked_at = row.OptionalTime("revoked_at");
  record.last_used_at = row.OptionalTime("last_used_at");
  record.rotated_from_id = row.OptionalId("rotated_from_id");
  record.version = row.Int("version");
  return record;
}

}  // namespace

absl::Status PostgresApiKeyRepository::Create(const db::TenantContext& context,
                                              const NewApiKey& key, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  auto judged = JudgeActing(*transaction, context);
  if (!judged.ok()) return judged;
  judged = JudgeWorkflows(*transaction, context.tenant_id, key.record.workflows);
  if (!judged.ok()) return judged;
  const auto rows = transaction->RunAndCommit(kInsert, InsertParams(context, key));
  if (!rows.ok()) return rows.status();
  return rows->empty() ? core::refusal::NotFoundTenant() : absl::OkStatus();
}

absl::StatusOr<ApiKeyRecord> PostgresApiKeyRepository::Get(const db::TenantContext& context,
                                                           const core::Ulid& id,
                                                           absl::Time deadline) {
  const auto rows =
      database_.Read(context, kGet, db::Params().Id(context.tenant_id).Id(id), deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundApiKey();
  return ReadApiKey((*rows)[0]);
}

absl::StatusOr<std::vector<ApiKeyRecord>> PostgresApiKeyRepository::List(
    const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
    absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows =
      transaction->RunAndCommit(kList, db::Params().Id(context.tenant_id).Id(after).Int(limit));
  if (!rows.ok()) return rows.status();
  std::vector<ApiKeyRecord> keys;
  keys.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) keys.push_back(ReadApiKey((*rows)[i]));
  return keys;
}

absl::Status PostgresApiKeyRepository::Rotate(const db::TenantContext& context,
                                              const core::Ulid& id, const Plan& plan,
                                              absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (auto judged = JudgeActing(*transaction, context); !judged.ok()) return judged;
  const auto old = transaction->Run(kLock, db::Params().Id(context.tenant_id).Id(id));
  if (!old.ok()) return old.status();
  if (old->empty()) return core::refusal::NotFoundApiKey();
  const auto rotation = plan(ReadApiKey((*old)[0]));
  if (!rotation.ok()) return rotation.status();
  const auto inserted = transaction->Run(kInsert, InsertParams(context, rotation->successor));
  if (!inserted.ok()) return inserted.status();
  if (inserted->empty()) return core::refusal::NotFoundTenant();
  return transaction
      ->RunAndCommit(kSetExpiry,
                     db::Params().Id(context.tenant_id).Id(id).Time(rotation->old_expires_at))
      .status();
}

absl::Status PostgresApiKeyRepository::Revoke(const db::TenantContext& context,
                                              const core::Ulid& id,
                                              const core::VersionMatch& if_match, absl::Time now,
                                              absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id).Id(id).Time(now);
  AddVersions(if_match, params);
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kRevoke, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundApiKey();
  const auto before = (*rows)[0];
  if (before.Bool("revoked") || !if_match.NamesVersions()) return absl::OkStatus();
  // Not revoked although it looked as asked for: another change came first.
  return before.Bool("was_revoked") ? if_match.Check(before.Int("version"))
                                    : core::refusal::EtagMismatch();
}

}  // namespace enlace::auth::storage
