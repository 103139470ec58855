#pragma once

#include "absl/status/status.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/member.h"

namespace enlace::auth::storage {

// The errors of MemberRepository::Invite, without inviting.
absl::Status JudgeInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                             const core::Ulid& inviter, const Invitation& invitation);

// Stores an invitation that was judged, in the place of an open one to the same address, and has
// its mail sent.
absl::Status InsertInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                              const Invitation& invitation, const NewMail& mail);

}  // namespace enlace::auth::storage
