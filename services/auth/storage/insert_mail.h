#pragma once

#include "absl/status/status.h"
#include "libs/db/database.h"
#include "services/auth/domain/mail_link.h"

namespace enlace::auth::storage {

// Has a mail sent once the transaction commits. A tenant's transaction may send invitations only.
absl::Status InsertMail(db::Transaction& transaction, const NewMail& mail);

}  // namespace enlace::auth::storage
