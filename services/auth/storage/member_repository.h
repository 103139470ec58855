#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/member_repository.h"

namespace enlace::auth::storage {

// Members and invitations in PostgreSQL, under the runtime role: the policies show it the tenant's
// members, and of the users those alone.
class PostgresMemberRepository final : public MemberRepository {
 public:
  // `database` must outlive the repository.
  explicit PostgresMemberRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<Member> Get(const db::TenantContext& context, const core::Ulid& id,
                             absl::Time deadline) override;
  absl::StatusOr<std::vector<Member>> List(const db::TenantContext& context,
                                           const std::optional<core::Ulid>& after, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<Member> Update(const db::TenantContext& context, const core::Ulid& id,
                                const MemberChanges& changes, const core::VersionMatch& if_match,
                                absl::Time now, absl::Time deadline) override;
  absl::Status Invite(const db::TenantContext& context, const core::Ulid& inviter,
                      const Invitation& invitation, const NewMail& mail,
                      absl::Time deadline) override;
  absl::StatusOr<std::vector<Invitation>> ListInvitations(const db::TenantContext& context,
                                                          const std::optional<core::Ulid>& after,
                                                          int limit, absl::Time now,
                                                          absl::Time deadline) override;
  absl::Status Withdraw(const db::TenantContext& context, const core::Ulid& id, absl::Time now,
                        absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::auth::storage
