#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/db/connection.h"
#include "libs/db/context.h"

namespace enlace::db {

// Internal to libs/db: what a transaction begins with.

// Refuses parameters that can't be sent whole.
absl::Status CheckSendable(const Params& params);

// The settings of a transaction: how long its statements may run, and for whom. They hold to its
// end only. `context`: absent for transactions without an actor.
Params SettingsOf(const std::optional<TenantContext>& context, absl::Time deadline);
// The statement that takes them.
const Statement& SettingsStatement(const std::optional<TenantContext>& context);

// The same for a transaction that only reads one tenant's rows: nothing but what the policies ask
// for, and the server refuses it every write.
Params ReadSettingsOf(const TenantContext& context, absl::Time deadline);
const Statement& ReadSettingsStatement();

}  // namespace enlace::db
