#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/auth/domain/mail_link.h"

namespace enlace::auth {

// What is kept of a user's second factor. Secrets are sealed, and empty where there is none.
struct StoredMfa {
  std::string secret;
  // One that is enrolled but not confirmed yet.
  std::string pending;
};

// Where second factors are kept. Thread-safe; blocks until `deadline` at most.
class MfaRepository {
 public:
  virtual ~MfaRepository() = default;

  virtual absl::StatusOr<StoredMfa> Get(const core::Ulid& user_id, absl::Time deadline) = 0;

  // False when the user's secret is another than `present` by now.
  virtual absl::StatusOr<bool> SetPending(const core::Ulid& user_id, const std::string& present,
                                          const std::string& sealed, absl::Time deadline) = 0;

  // Makes `pending` the user's factor, its step used, with new recovery codes; ends every session
  // of the user, because none knew the factor. False when the user has another pending one by now.
  virtual absl::StatusOr<bool> Confirm(const db::TenantContext& context, const core::Ulid& user_id,
                                       const std::string& pending, std::int64_t step,
                                       const std::vector<std::string>& recovery_hashes,
                                       absl::Time now, absl::Time deadline) = 0;

  // Removes the factor and the recovery codes of a member of the tenant of the context, ends every
  // session of it, and sends it `notice`, whose recipient is filled in here. NOT_FOUND (MEMBER);
  // FAILED_PRECONDITION (OWN_MFA) for `administrator` itself, (MEMBER_ELSEWHERE) for who belongs to
  // another tenant too, (MFA_ABSENT) for who has none.
  virtual absl::Status Remove(const db::TenantContext& context, const core::Ulid& administrator,
                              const core::Ulid& member_id, NewMail notice, absl::Time now,
                              absl::Time deadline) = 0;

  // Uses up a time step; false when it, or a later one, was used before.
  virtual absl::StatusOr<bool> UseStep(const core::Ulid& user_id, std::int64_t step,
                                       absl::Time deadline) = 0;
  // Uses up a recovery code by its hash; false when there is no such one any more.
  virtual absl::StatusOr<bool> UseRecoveryCode(const core::Ulid& user_id, const std::string& hash,
                                               absl::Time deadline) = 0;
};

}  // namespace enlace::auth
