#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "services/auth/domain/terms.h"

namespace enlace::auth {

// An acceptance, and whether it was there already.
struct AcceptedTerms {
  TermsAcceptance acceptance;
  bool found = false;
};

// Where the platform's terms, and a tenant's acceptances of them, are kept. Thread-safe; blocks
// until `deadline` at most.
class TermsRepository {
 public:
  virtual ~TermsRepository() = default;

  // Stores checked terms under the next version of their kind, of which racing calls get one each.
  virtual absl::StatusOr<Terms> Publish(const db::TenantContext& context,
                                        const core::Ulid& publisher, Terms terms,
                                        absl::Time deadline) = 0;
  // The highest version of each kind.
  virtual absl::StatusOr<std::vector<Terms>> InForce(absl::Time deadline) = 0;
  // NOT_FOUND (TERMS) when it was not published.
  virtual absl::StatusOr<Terms> Get(const std::string& kind, std::int64_t version,
                                    absl::Time deadline) = 0;

  // What follows is of the tenant of the context.

  // Stores a checked acceptance, or answers the live one of the same user and version. NOT_FOUND
  // (TERMS) when no terms of the kind were published, FAILED_PRECONDITION (TERMS_NOT_IN_FORCE) when
  // another version is in force.
  virtual absl::StatusOr<AcceptedTerms> Accept(const db::TenantContext& context,
                                               const TermsAcceptance& acceptance,
                                               absl::Time deadline) = 0;
  // In the order of their ids; of one user, or of everybody.
  virtual absl::StatusOr<std::vector<TermsAcceptance>> List(const db::TenantContext& context,
                                                            const std::optional<core::Ulid>& user,
                                                            const std::optional<core::Ulid>& after,
                                                            int limit, absl::Time deadline) = 0;
  // NOT_FOUND (TERMS_ACCEPTANCE) when the user has none of that id, FAILED_PRECONDITION
  // (ETAG_MISMATCH) when it has another version than `if_match` asks for. One that is revoked is
  // answered as it is.
  virtual absl::StatusOr<TermsAcceptance> Revoke(const db::TenantContext& context,
                                                 const core::Ulid& user, const core::Ulid& id,
                                                 const std::string& reason,
                                                 const core::VersionMatch& if_match, absl::Time now,
                                                 absl::Time deadline) = 0;
};

}  // namespace enlace::auth
