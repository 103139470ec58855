#include "libs/db/opening.h"

#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::db {
namespace {

// A caller that was stopped in the middle of its transaction must not keep its locks:
// idle_in_transaction_session_timeout.
constexpr Statement kLimits{"enlace_limits",
                            "SELECT set_config('statement_timeout', $1, true),"
                            " set_config('idle_in_transaction_session_timeout', $2, true)"};

// A name of 30 characters, a space and a trace id are the 63 that PostgreSQL takes.
constexpr Statement kContext{"enlace_context",
                             "SELECT set_config('statement_timeout', $1, true),"
                             " set_config('idle_in_transaction_session_timeout', $2, true),"
                             " set_config('app.tenant_id', $3, true),"
                             " set_config('app.actor_id', $4, true),"
                             " set_config('app.actor_type', $5, true),"
                             " set_config('app.actor_email', $6, true),"
                             " set_config('app.owner_scope', $7, true),"
                             " set_config('app.subject', $8, true),"
                             " set_config('app.request_id', $9, true),"
                             " set_config('app.ip', $10, true),"
                             " set_config('app.user_agent', $11, true),"
                             " set_config('app.workflows', $12, true),"
                             " set_config('application_name', btrim(left(current_setting("
                             "'application_name'), 30) || ' ' || $13), true)"};

constexpr Statement kReadContext{"enlace_read_context",
                                 "SELECT set_config('statement_timeout', $1, true),"
                                 " set_config('transaction_read_only', 'on', true),"
                                 " set_config('app.tenant_id', $2, true),"
                                 " set_config('app.owner_scope', $3, true),"
                                 " set_config('app.subject', $4, true),"
                                 " set_config('app.workflows', $5, true)"};

// In milliseconds, as the 32-bit settings want it.
std::int64_t TimeoutOf(absl::Time deadline) {
  return std::clamp<std::int64_t>(absl::ToInt64Milliseconds(deadline - absl::Now()), 1,
                                  absl::ToInt64Milliseconds(absl::Hours(24)));
}

}  // namespace

// libpq sends text up to the first NUL: the rest would vanish silently.
absl::Status CheckSendable(const Params& params) {
  const bool holds_nul = std::any_of(
      params.values().begin(), params.values().end(),
      [](const auto& value) { return value && value->find('\0') != std::string::npos; });
  if (!holds_nul) return absl::OkStatus();
  return core::refusal::ValueNotAllowedNul();
}

Params SettingsOf(const std::optional<TenantContext>& context, absl::Time deadline) {
  const auto timeout = TimeoutOf(deadline);
  Params params;
  params.Int(timeout).Int(timeout + absl::ToInt64Milliseconds(absl::Seconds(1)));
  if (!context) return params;
  return params.Text(context->tenant_id.IsNil() ? "" : context->tenant_id.ToUuid())
      .Text(context->actor_id)
      .Text(context->actor_type)
      .Text(context->actor_email)
      .Text(context->owner_scope)
      .Text(context->subject)
      .Text(context->request_id)
      .Text(context->ip)
      .Text(context->user_agent)
      .Text(context->workflows)
      .Text(context->place.trace_id());
}

const Statement& SettingsStatement(const std::optional<TenantContext>& context) {
  return context ? kContext : kLimits;
}

Params ReadSettingsOf(const TenantContext& context, absl::Time deadline) {
  Params params;
  params.Int(TimeoutOf(deadline))
      .Text(context.tenant_id.ToUuid())
      .Text(context.owner_scope)
      .Text(context.subject)
      .Text(context.workflows);
  return params;
}

const Statement& ReadSettingsStatement() { return kReadContext; }

}  // namespace enlace::db
