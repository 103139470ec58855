#include <string>
#include <utility>

#include "libs/core/reasons.h"
#include "services/auth/storage/terms_repository.h"
#include "services/auth/storage/version_params.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_ACCEPTANCE_COLUMNS                                     \
  " id, user_id, kind, version_of_terms, channel,"                    \
  " coalesce(evidence, '') AS evidence, ip, user_agent, accepted_at," \
  " revoked_at, coalesce(revoke_reason, '') AS revoke_reason, version "

constexpr db::Statement kInForce = {"version_of_terms_in_force", R"(
  SELECT version FROM terms_versions WHERE kind = $1 ORDER BY version DESC LIMIT 1)"};

constexpr db::Statement kAccept = {"accept_terms", R"(
  INSERT INTO term_acceptances (tenant_id, id, user_id, kind, version_of_terms, channel, evidence,
                                ip, user_agent, accepted_at, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9, $10, $10, $10)
  ON CONFLICT (tenant_id, user_id, kind, version_of_terms) WHERE revoked_at IS NULL DO NOTHING
  RETURNING)" ENLACE_ACCEPTANCE_COLUMNS};

constexpr db::Statement kLive = {"live_acceptance", "SELECT" ENLACE_ACCEPTANCE_COLUMNS R"(
  FROM term_acceptances
  WHERE tenant_id = $1 AND user_id = $2 AND kind = $3 AND version_of_terms = $4
    AND revoked_at IS NULL)"};

constexpr db::Statement kList = {"list_acceptances", "SELECT" ENLACE_ACCEPTANCE_COLUMNS R"(
  FROM term_acceptances
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND ($3::uuid IS NULL OR id > $3)
  ORDER BY id LIMIT $4)"};

constexpr db::Statement kRevoke = {"revoke_acceptance", R"(
  UPDATE term_acceptances SET revoked_at = $4, revoke_reason = nullif($5, '')
  WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND revoked_at IS NULL
    AND ($6::bigint[] IS NULL OR version = ANY ($6))
  RETURNING)" ENLACE_ACCEPTANCE_COLUMNS};

constexpr db::Statement kGet = {"own_acceptance", "SELECT" ENLACE_ACCEPTANCE_COLUMNS R"(
  FROM term_acceptances WHERE tenant_id = $1 AND user_id = $2 AND id = $3)"};

TermsAcceptance ReadAcceptance(const db::Row& row) {
  return {.id = row.Id("id"),
          .user_id = row.Id("user_id"),
          .kind = std::string(row.Text("kind")),
          .version_of_terms = row.Int("version_of_terms"),
          .channel = std::string(row.Text("channel")),
          .evidence = std::string(row.Text("evidence")),
          .ip = std::string(row.Text("ip")),
          .user_agent = std::string(row.Text("user_agent")),
          .revoke_reason = std::string(row.Text("revoke_reason")),
          .accepted_at = row.Time("accepted_at"),
          .revoked_at = row.OptionalTime("revoked_at"),
          .version = row.Int("version")};
}

absl::Status CheckInForce(db::Transaction& transaction, const TermsAcceptance& acceptance) {
  const auto rows = transaction.Run(kInForce, db::Params().Text(acceptance.kind));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTerms();
  const auto in_force = (*rows)[0].Int("version");
  return in_force == acceptance.version_of_terms ? absl::OkStatus()
                                                 : core::refusal::TermsNotInForce(in_force);
}

}  // namespace

absl::StatusOr<AcceptedTerms> PostgresTermsRepository::Accept(const db::TenantContext& context,
                                                              const TermsAcceptance& acceptance,
                                                              absl::Time deadline) {
  auto transaction = own_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (auto status = CheckInForce(*transaction, acceptance); !status.ok()) return status;
  const auto made = transaction->Run(kAccept, db::Params()
                                                  .Id(context.tenant_id)
                                                  .Id(acceptance.id)
                                                  .Id(acceptance.user_id)
                                                  .Text(acceptance.kind)
                                                  .Int(acceptance.version_of_terms)
                                                  .Text(acceptance.channel)
                                                  .Text(acceptance.evidence)
                                                  .Text(acceptance.ip)
                                                  .Text(acceptance.user_agent)
                                                  .Time(acceptance.accepted_at));
  if (!made.ok()) return made.status();
  AcceptedTerms accepted{.found = made->empty()};
  if (accepted.found) {
    const auto live = transaction->Run(kLive, db::Params()
                                                  .Id(context.tenant_id)
                                                  .Id(acceptance.user_id)
                                                  .Text(acceptance.kind)
                                                  .Int(acceptance.version_of_terms));
    if (!live.ok()) return live.status();
    // It was revoked meanwhile.
    if (live->empty()) return core::refusal::ConcurrentChange();
    accepted.acceptance = ReadAcceptance((*live)[0]);
  } else {
    accepted.acceptance = ReadAcceptance((*made)[0]);
  }
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return accepted;
}

absl::StatusOr<std::vector<TermsAcceptance>> PostgresTermsRepository::List(
    const db::TenantContext& context, const std::optional<core::Ulid>& user,
    const std::optional<core::Ulid>& after, int limit, absl::Time deadline) {
  auto transaction = own_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(
      kList, db::Params().Id(context.tenant_id).Id(user).Id(after).Int(limit));
  if (!rows.ok()) return rows.status();
  std::vector<TermsAcceptance> acceptances;
  acceptances.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) acceptances.push_back(ReadAcceptance((*rows)[i]));
  return acceptances;
}

absl::StatusOr<TermsAcceptance> PostgresTermsRepository::Revoke(
    const db::TenantContext& context, const core::Ulid& user, const core::Ulid& id,
    const std::string& reason, const core::VersionMatch& if_match, absl::Time now,
    absl::Time deadline) {
  auto transaction = own_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  db::Params params;
  params.Id(context.tenant_id).Id(user).Id(id).Time(now).Text(reason);
  AddVersions(if_match, params);
  const auto revoked = transaction->Run(kRevoke, params);
  if (!revoked.ok()) return revoked.status();
  if (!revoked->empty()) {
    auto acceptance = ReadAcceptance((*revoked)[0]);
    if (auto status = transaction->Commit(); !status.ok()) return status;
    return acceptance;
  }
  const auto rows =
      transaction->RunAndCommit(kGet, db::Params().Id(context.tenant_id).Id(user).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTermsAcceptance();
  auto acceptance = ReadAcceptance((*rows)[0]);
  if (!acceptance.revoked_at) return core::refusal::EtagMismatch();
  if (auto status = if_match.Check(acceptance.version); !status.ok()) return status;
  return acceptance;
}

}  // namespace enlace::auth::storage
