#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/core/version_match.h"
#include "libs/db/context.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/member.h"

namespace enlace::auth {

// Where a tenant's members and invitations are kept. Thread-safe; blocks until `deadline` at most.
// Everything is of the tenant of the context.
class MemberRepository {
 public:
  virtual ~MemberRepository() = default;

  // NOT_FOUND (MEMBER) when there is none.
  virtual absl::StatusOr<Member> Get(const db::TenantContext& context, const core::Ulid& id,
                                     absl::Time deadline) = 0;
  // In the order of their ids.
  virtual absl::StatusOr<std::vector<Member>> List(const db::TenantContext& context,
                                                   const std::optional<core::Ulid>& after,
                                                   int limit, absl::Time deadline) = 0;
  // What is said of role or access counts from `now` on: an open invitation to the same person,
  // which may say something else, is withdrawn. FAILED_PRECONDITION when no active administrator
  // would be left (LAST_ADMIN) or the version is another (ETAG_MISMATCH); ALREADY_EXISTS
  // (EMPLOYEE_ID); NOT_FOUND (MEMBER).
  virtual absl::StatusOr<Member> Update(const db::TenantContext& context, const core::Ulid& id,
                                        const MemberChanges& changes,
                                        const core::VersionMatch& if_match, absl::Time now,
                                        absl::Time deadline) = 0;

  // Stores the invitation in the place of an open one to the same address, and has `mail`, of the
  // same id, sent. FAILED_PRECONDITION (EMAIL_NOT_VERIFIED) unless the user `inviter` has verified
  // its e-mail; ALREADY_EXISTS when the address is that of a member (MEMBER) or another member has
  // the employee id (EMPLOYEE_ID).
  virtual absl::Status Invite(const db::TenantContext& context, const core::Ulid& inviter,
                              const Invitation& invitation, const NewMail& mail,
                              absl::Time deadline) = 0;
  // Those that are open as of `now`, in the order of their ids.
  virtual absl::StatusOr<std::vector<Invitation>> ListInvitations(
      const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
      absl::Time now, absl::Time deadline) = 0;
  // NOT_FOUND (INVITATION) unless it is open.
  virtual absl::Status Withdraw(const db::TenantContext& context, const core::Ulid& id,
                                absl::Time now, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
