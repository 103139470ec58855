#include "services/auth/domain/terms_service.h"

#include <utility>

#include "libs/core/reasons.h"

namespace enlace::auth {

absl::StatusOr<Terms> TermsService::Publish(const db::TenantContext& context,
                                            const core::Ulid& publisher, Terms terms,
                                            absl::Time deadline) {
  std::vector<core::Violation> violations;
  CheckTerms(terms, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  terms.published_at = clock_.Now();
  return terms_.Publish(context, publisher, std::move(terms), deadline);
}

absl::StatusOr<std::vector<Terms>> TermsService::InForce(absl::Time deadline) {
  return terms_.InForce(deadline);
}

absl::StatusOr<Terms> TermsService::Get(const std::string& kind, std::int64_t version,
                                        absl::Time deadline) {
  const auto read = ReadTermsKind(kind);
  if (!read) return core::refusal::NotFoundTerms();
  return terms_.Get(*read, version, deadline);
}

absl::StatusOr<AcceptedTerms> TermsService::Accept(const db::TenantContext& context,
                                                   const core::Ulid& user,
                                                   const AcceptTermsRequest& request,
                                                   absl::Time deadline) {
  std::vector<core::Violation> violations;
  auto acceptance = CheckAcceptance(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  acceptance.accepted_at = clock_.Now();
  acceptance.id = core::Ulid::Generate(acceptance.accepted_at);
  acceptance.user_id = user;
  acceptance.ip = context.ip;
  acceptance.user_agent = context.user_agent;
  return terms_.Accept(context, acceptance, deadline);
}

absl::StatusOr<std::vector<TermsAcceptance>> TermsService::List(
    const db::TenantContext& context, const authn::Principal& caller,
    const std::optional<core::Ulid>& user, const std::optional<core::Ulid>& after, int limit,
    absl::Time deadline) {
  if (caller.role == authn::Role::kOrganizationAdmin) {
    return terms_.List(context, user, after, limit, deadline);
  }
  if (user && *user != caller.id) return std::vector<TermsAcceptance>();
  return terms_.List(context, caller.id, after, limit, deadline);
}

absl::StatusOr<TermsAcceptance> TermsService::Revoke(const db::TenantContext& context,
                                                     const core::Ulid& user, const core::Ulid& id,
                                                     const std::string& reason,
                                                     const core::VersionMatch& if_match,
                                                     absl::Time deadline) {
  std::vector<core::Violation> violations;
  const auto checked = CheckRevokeReason(reason, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return terms_.Revoke(context, user, id, checked, if_match, clock_.Now(), deadline);
}

}  // namespace enlace::auth
