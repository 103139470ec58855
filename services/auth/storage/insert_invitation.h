#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/member.h"

namespace enlace::auth::storage {

// The errors of MemberRepository::Invite, without inviting.
absl::Status JudgeInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                             const core::Ulid& inviter, const Invitation& invitation);

// Withdraws the open invitation to an address, if there is one.
absl::Status WithdrawInvitations(db::Transaction& transaction, const core::Ulid& tenant_id,
                                 const std::string& email, absl::Time now);

// Stores an invitation that was judged, in the place of an open one to the same address, and has
// its mail sent.
absl::Status InsertInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                              const Invitation& invitation, const NewMail& mail);

}  // namespace enlace::auth::storage
