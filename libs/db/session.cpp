#include "libs/db/session.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

// How long after the deadline the server may still report its own statement_timeout.
constexpr absl::Duration kGrace = absl::Milliseconds(500);
// What a server gets for a roll-back before its connection is given up.
constexpr absl::Duration kRollbackTimeout = absl::Seconds(1);

constexpr Statement kBegin{"enlace_begin", "BEGIN"};
constexpr Statement kCommit{"enlace_commit", "COMMIT"};
constexpr Statement kRollback{"enlace_rollback", "ROLLBACK"};

// A caller that was stopped in the middle of its transaction must not keep its locks:
// idle_in_transaction_session_timeout.
constexpr Statement kLimits{"enlace_limits",
                            "SELECT set_config('statement_timeout', $1, true),"
                            " set_config('idle_in_transaction_session_timeout', $2, true)"};

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
                             " set_config('app.user_agent', $11, true)"};

Params ContextParams(const std::optional<TenantContext>& context, absl::Time deadline) {
  const auto left = std::max<std::int64_t>(1, absl::ToInt64Milliseconds(deadline - absl::Now()));
  // The settings are 32-bit milliseconds.
  const auto timeout = std::min<std::int64_t>(left, absl::ToInt64Milliseconds(absl::Hours(24)));
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
      .Text(context->user_agent);
}

// libpq sends text up to the first NUL: the rest would vanish silently.
bool HoldsNul(const Params& params) {
  return std::any_of(params.values().begin(), params.values().end(), [](const auto& value) {
    return value && value->find('\0') != std::string::npos;
  });
}

absl::Status NulRefused() {
  return core::MakeError(absl::StatusCode::kInvalidArgument, "text must not hold a NUL character",
                         {.reason = std::string(core::reason::kFieldViolation)});
}

}  // namespace

Session::Session(Pool& pool, std::unique_ptr<Connection> connection,
                 std::optional<TenantContext> context, absl::Time deadline)
    : pool_(pool),
      connection_(std::move(connection)),
      context_(std::move(context)),
      deadline_(deadline) {}

Session::~Session() {
  if ((state_ == State::kOpen || state_ == State::kFailed) && connection_->usable()) {
    connection_->Queue(kRollback, {});
    // Its outcome shows in the connection's own state, which Release looks at.
    connection_->Exchange(absl::Now() + kRollbackTimeout);
  }
  pool_.Release(std::move(connection_));
}

absl::StatusOr<Rows> Session::Run(const Statement& statement, const Params& params) {
  if (auto status = Admit(params); !status.ok()) return status;
  QueueOpening();
  connection_->Queue(statement, params);
  auto answer = Exchange(/*commits=*/false);
  if (!answer.ok()) return answer.status();
  return std::move(answer->rows.back());
}

absl::StatusOr<Rows> Session::RunAndCommit(const Statement& statement, const Params& params) {
  if (auto status = Admit(params); !status.ok()) return status;
  QueueOpening();
  connection_->Queue(statement, params);
  connection_->Queue(kCommit, {});
  auto answer = Exchange(/*commits=*/true);
  if (!answer.ok()) return answer.status();
  return std::move(answer->rows[answer->rows.size() - 2]);
}

absl::Status Session::Commit() {
  if (auto status = Admit({}); !status.ok()) return status;
  if (state_ == State::kFresh) {
    state_ = State::kEnded;
    return absl::OkStatus();
  }
  connection_->Queue(kCommit, {});
  return Exchange(/*commits=*/true).status();
}

absl::Status Session::Admit(const Params& params) {
  if (state_ == State::kFailed || state_ == State::kEnded) {
    return absl::FailedPreconditionError("the transaction has ended");
  }
  absl::Status refusal;
  if (absl::Now() >= deadline_) {
    refusal = DeadlinePassed("before the statement was sent");
  } else if (HoldsNul(params) ||
             (state_ == State::kFresh && HoldsNul(ContextParams(context_, deadline_)))) {
    refusal = NulRefused();
  }
  if (!refusal.ok()) state_ = state_ == State::kFresh ? State::kEnded : State::kFailed;
  return refusal;
}

void Session::QueueOpening() {
  if (state_ != State::kFresh) return;
  connection_->Queue(kBegin, {});
  connection_->Queue(context_ ? kContext : kLimits, ContextParams(context_, deadline_));
  state_ = State::kOpen;
}

absl::StatusOr<Answer> Session::Exchange(bool commits) {
  Answer answer = connection_->Exchange(deadline_ + kGrace);
  if (answer.status.ok()) {
    // The server answers COMMIT with ROLLBACK when the transaction had failed before.
    if (commits && answer.last_tag != "COMMIT") {
      answer.status = core::Internal("COMMIT was answered by " + answer.last_tag);
    } else {
      if (commits) state_ = State::kEnded;
      return answer;
    }
  } else if (commits && !answer.stopped_before_last && !connection_->usable()) {
    answer.status = InDoubt(answer.status);
  }
  state_ = State::kFailed;
  return answer.status;
}

}  // namespace enlace::db
