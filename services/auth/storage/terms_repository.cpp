#include "services/auth/storage/terms_repository.h"

#include "libs/core/reasons.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_TERMS_COLUMNS " kind, version, title_es, title_en, body_es, body_en, published_at "

// A statement of its own: the next one sees what who held the lock has committed.
constexpr db::Statement kLock = {"lock_terms", R"(
  SELECT pg_advisory_xact_lock(hashtextextended('terms ' || $1, 0)))"};

constexpr db::Statement kPublish = {"publish_terms", R"(
  INSERT INTO terms_versions (kind, version, title_es, title_en, body_es, body_en, published_by,
                              published_at)
  SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6::uuid, $7::timestamptz
  FROM terms_versions WHERE kind = $1
  RETURNING version)"};

constexpr db::Statement kInForce = {"terms_in_force",
                                    "SELECT DISTINCT ON (kind)" ENLACE_TERMS_COLUMNS
                                    "FROM terms_versions ORDER BY kind, version DESC"};

constexpr db::Statement kGet = {"get_terms", "SELECT" ENLACE_TERMS_COLUMNS
                                             "FROM terms_versions"
                                             " WHERE kind = $1 AND version = $2"};

Terms ReadTerms(const db::Row& row) {
  return {.kind = std::string(row.Text("kind")),
          .version = row.Int("version"),
          .title_es = std::string(row.Text("title_es")),
          .title_en = std::string(row.Text("title_en")),
          .body_es = std::string(row.Text("body_es")),
          .body_en = std::string(row.Text("body_en")),
          .published_at = row.Time("published_at")};
}

}  // namespace

absl::StatusOr<Terms> PostgresTermsRepository::Publish(const db::TenantContext& context,
                                                       const core::Ulid& publisher, Terms terms,
                                                       absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLock, db::Params().Text(terms.kind));
  if (!locked.ok()) return locked.status();
  const auto rows = transaction->RunAndCommit(kPublish, db::Params()
                                                            .Text(terms.kind)
                                                            .Text(terms.title_es)
                                                            .Text(terms.title_en)
                                                            .Text(terms.body_es)
                                                            .Text(terms.body_en)
                                                            .Id(publisher)
                                                            .Time(terms.published_at));
  if (!rows.ok()) return rows.status();
  terms.version = (*rows)[0].Int("version");
  return terms;
}

absl::StatusOr<std::vector<Terms>> PostgresTermsRepository::InForce(absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kInForce, {});
  if (!rows.ok()) return rows.status();
  std::vector<Terms> terms;
  terms.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) terms.push_back(ReadTerms((*rows)[i]));
  return terms;
}

absl::StatusOr<Terms> PostgresTermsRepository::Get(const std::string& kind, std::int64_t version,
                                                   absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kGet, db::Params().Text(kind).Int(version));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundTerms();
  return ReadTerms((*rows)[0]);
}

}  // namespace enlace::auth::storage
