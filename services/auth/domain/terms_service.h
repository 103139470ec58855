#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/authn/principal.h"
#include "libs/core/clock.h"
#include "services/auth/domain/terms_repository.h"

namespace enlace::auth {

// The platform's terms, and who accepted them. Thread-safe.
class TermsService {
 public:
  // Both must outlive the service.
  TermsService(TermsRepository& terms, const core::Clock& clock) : terms_(terms), clock_(clock) {}

  // Publishes the next version. INVALID_ARGUMENT with everything that is wrong (CheckTerms).
  absl::StatusOr<Terms> Publish(const db::TenantContext& context, const core::Ulid& publisher,
                                Terms terms, absl::Time deadline);
  // One version of each kind.
  absl::StatusOr<std::vector<Terms>> InForce(absl::Time deadline);
  // NOT_FOUND (TERMS) for a kind or version that there is not.
  absl::StatusOr<Terms> Get(const std::string& kind, std::int64_t version, absl::Time deadline);

  // For the user itself, from the address of `context`. INVALID_ARGUMENT with everything that is
  // wrong (CheckAcceptance); errors of TermsRepository::Accept.
  absl::StatusOr<AcceptedTerms> Accept(const db::TenantContext& context, const core::Ulid& user,
                                       const AcceptTermsRequest& request, absl::Time deadline);
  // Those of `user`, or all: to an administrator of the tenant. To anybody else the own ones among
  // these.
  absl::StatusOr<std::vector<TermsAcceptance>> List(const db::TenantContext& context,
                                                    const authn::Principal& caller,
                                                    const std::optional<core::Ulid>& user,
                                                    const std::optional<core::Ulid>& after,
                                                    int limit, absl::Time deadline);
  // INVALID_ARGUMENT for the reason (CheckRevokeReason); errors of TermsRepository::Revoke.
  absl::StatusOr<TermsAcceptance> Revoke(const db::TenantContext& context, const core::Ulid& user,
                                         const core::Ulid& id, const std::string& reason,
                                         const core::VersionMatch& if_match, absl::Time deadline);

 private:
  TermsRepository& terms_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
