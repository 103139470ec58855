#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/language.h"
#include "services/auth/domain/member_repository.h"

namespace enlace::auth {

// A tenant's staff. Thread-safe. Errors beyond those of the rules are the repository's.
class MemberService {
 public:
  // Both must outlive the service.
  MemberService(MemberRepository& members, const core::Clock& clock)
      : members_(members), clock_(clock) {}

  absl::StatusOr<Member> Get(const db::TenantContext& context, const core::Ulid& id,
                             absl::Time deadline);
  absl::StatusOr<std::vector<Member>> List(const db::TenantContext& context,
                                           const std::optional<core::Ulid>& after, int limit,
                                           absl::Time deadline);
  absl::StatusOr<Member> Update(const db::TenantContext& context, const core::Ulid& id,
                                MemberChanges changes, std::vector<core::Violation> violations,
                                const core::VersionMatch& if_match, absl::Time deadline);

  // Invites a person in the name of the user `inviter`; the mail is in `language`.
  absl::StatusOr<Invitation> Invite(const db::TenantContext& context, const core::Ulid& inviter,
                                    const InvitationRequest& request, core::Language language,
                                    absl::Time deadline);
  absl::StatusOr<std::vector<Invitation>> ListInvitations(const db::TenantContext& context,
                                                          const std::optional<core::Ulid>& after,
                                                          int limit, absl::Time deadline);
  absl::Status Withdraw(const db::TenantContext& context, const core::Ulid& id,
                        absl::Time deadline);

 private:
  MemberRepository& members_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
