#include "services/auth/storage/workflow_repository.h"

#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/auth/domain/workflow_rules.h"
#include "services/auth/storage/bool_text.h"
#include "services/auth/storage/version_params.h"
#include "services/auth/storage/workflow_row.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_WORKFLOW_COLUMNS                                                        \
  " id, name, enabled, patient_schema::text AS patient_schema, bot_flow, created_at, " \
  "updated_at, version "

constexpr db::Statement kList = {"list_workflows", "SELECT" ENLACE_WORKFLOW_COLUMNS
                                                   "FROM workflows"
                                                   " WHERE tenant_id = $1 AND deleted_at IS NULL"
                                                   " ORDER BY name"};

constexpr db::Statement kGet = {
    "get_workflow", "SELECT" ENLACE_WORKFLOW_COLUMNS
                    "FROM workflows WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL"};

constexpr db::Statement kGetVersion = {"get_workflow_version", R"(
  SELECT w.id, w.name, v.enabled, v.patient_schema::text AS patient_schema, v.bot_flow,
         w.created_at, v.updated_at, v.version
  FROM workflows w
  JOIN workflow_versions v ON v.tenant_id = w.tenant_id AND v.workflow_id = w.id
  WHERE w.tenant_id = $1 AND w.name = $2 AND v.version = $3 AND w.deleted_at IS NULL)"};

// Of two at once, both of which are the last that fits, the second sees the first.
constexpr db::Statement kLock = {"lock_workflows",
                                 "SELECT pg_advisory_xact_lock(hashtextextended('workflows ' || "
                                 "$1::text, 0)) IS NULL AS locked"};

constexpr db::Statement kInsert = {"insert_workflow", R"(
  INSERT INTO workflows (tenant_id, id, name, enabled, patient_schema, bot_flow, created_at,
                         updated_at)
  SELECT t.tenant_id, $2::uuid, $3::text, $4::boolean, $5::jsonb,
         coalesce(nullif($6::text, ''), 'clients/' || t.slug || '/' || $3::text),
         $7::timestamptz, $7
  FROM tenants t
  WHERE t.tenant_id = $1
    AND (SELECT count(*) FROM workflows WHERE tenant_id = $1 AND deleted_at IS NULL) < $8
  RETURNING )" ENLACE_WORKFLOW_COLUMNS};

// An absent parameter leaves its column as it is.
constexpr db::Statement kUpdate = {"update_workflow", R"(
  UPDATE workflows w SET
    enabled = coalesce($3::boolean, enabled),
    patient_schema = coalesce($4::jsonb, patient_schema),
    bot_flow = CASE WHEN $5::text IS NULL THEN bot_flow
                    WHEN $5 <> '' THEN $5
                    ELSE (SELECT 'clients/' || t.slug || '/' || w.name
                          FROM tenants t WHERE t.tenant_id = w.tenant_id) END
  WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL
    AND ($6::bigint[] IS NULL OR version = ANY ($6))
  RETURNING )" ENLACE_WORKFLOW_COLUMNS};

constexpr db::Statement kDelete = {"delete_workflow", R"(
  UPDATE workflows SET deleted_at = $3
  WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL
    AND ($4::bigint[] IS NULL OR version = ANY ($4))
  RETURNING id)"};

absl::StatusOr<Workflow> One(const absl::StatusOr<db::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundWorkflow();
  return ReadWorkflow((*rows)[0]);
}

}  // namespace

absl::StatusOr<std::vector<Workflow>> PostgresWorkflowRepository::List(
    const db::TenantContext& context, absl::Time deadline) {
  const auto rows = database_.Read(context, kList, db::Params().Id(context.tenant_id), deadline);
  if (!rows.ok()) return rows.status();
  std::vector<Workflow> workflows;
  workflows.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) workflows.push_back(ReadWorkflow((*rows)[i]));
  return workflows;
}

absl::StatusOr<Workflow> PostgresWorkflowRepository::Get(const db::TenantContext& context,
                                                         const std::string& name,
                                                         std::optional<std::int64_t> version,
                                                         absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id).Text(name);
  if (!version) return One(database_.Read(context, kGet, params, deadline));
  return One(database_.Read(context, kGetVersion, params.Int(*version), deadline));
}

absl::StatusOr<Workflow> PostgresWorkflowRepository::Create(const db::TenantContext& context,
                                                            const core::Ulid& id,
                                                            const NewWorkflow& workflow,
                                                            absl::Time now, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLock, db::Params().Id(context.tenant_id));
  if (!locked.ok()) return locked.status();
  const auto rows = transaction->RunAndCommit(kInsert, db::Params()
                                                           .Id(context.tenant_id)
                                                           .Id(id)
                                                           .Text(workflow.name)
                                                           .Bool(workflow.enabled)
                                                           .Text(PatientSchemaText(workflow.fields))
                                                           .Text(workflow.bot_flow)
                                                           .Time(now)
                                                           .Int(kMaxWorkflows));
  if (db::ConstraintOf(rows.status()) == "workflows_name") {
    return core::refusal::AlreadyExistsWorkflow();
  }
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::TooManyWorkflows(kMaxWorkflows);
  return ReadWorkflow((*rows)[0]);
}

absl::Status PostgresWorkflowRepository::WhyUnchanged(const db::TenantContext& context,
                                                      const std::string& name,
                                                      absl::Time deadline) {
  const auto workflow = Get(context, name, std::nullopt, deadline);
  // A version that matches by now did not when the change was tried.
  return workflow.ok() ? core::refusal::EtagMismatch() : workflow.status();
}

absl::StatusOr<Workflow> PostgresWorkflowRepository::Update(const db::TenantContext& context,
                                                            const std::string& name,
                                                            const WorkflowChanges& changes,
                                                            const core::VersionMatch& if_match,
                                                            absl::Time deadline) {
  std::optional<std::string> schema;
  if (changes.fields) schema = PatientSchemaText(*changes.fields);
  db::Params params;
  params.Id(context.tenant_id)
      .Text(name)
      .Text(BoolText(changes.enabled))
      .Text(schema)
      .Text(changes.bot_flow);
  AddVersions(if_match, params);
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kUpdate, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return WhyUnchanged(context, name, deadline);
  return ReadWorkflow((*rows)[0]);
}

absl::Status PostgresWorkflowRepository::Delete(const db::TenantContext& context,
                                                const std::string& name,
                                                const core::VersionMatch& if_match, absl::Time now,
                                                absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id).Text(name).Time(now);
  AddVersions(if_match, params);
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kDelete, params);
  if (!rows.ok()) return rows.status();
  return rows->empty() ? WhyUnchanged(context, name, deadline) : absl::OkStatus();
}

}  // namespace enlace::auth::storage
