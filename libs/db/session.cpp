#include "libs/db/session.h"

#include <exception>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/key_claim.h"
#include "libs/db/opening.h"
#include "libs/db/sql_error.h"
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
// What COMMIT would find out last.
constexpr Statement kCheckNow{"enlace_check_now", "SET CONSTRAINTS ALL IMMEDIATE"};

}  // namespace

Session::Session(Pool& pool, std::unique_ptr<Connection> connection,
                 std::optional<TenantContext> context, absl::Time deadline)
    : pool_(pool),
      connection_(std::move(connection)),
      context_(std::move(context)),
      span_(context_ ? tracing::TransactionSpan(context_->place, pool.database())
                     : tracing::Span()),
      deadline_(deadline),
      intent_(context_ ? context_->intent : nullptr) {
  if (intent_) intent_->open_ = true;
}

Session::~Session() {
  if (intent_) {
    intent_->open_ = false;
    if (waited_) intent_->lost_ = true;
  }
  // An exception on its way must not meet a wait: other code would run before it is caught.
  if (std::uncaught_exceptions() > 0) connection_.reset();
  if ((state_ == State::kOpen || state_ == State::kFailed) && connection_ &&
      connection_->usable()) {
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
  auto answer = ExchangeOpen();
  if (!answer.ok()) return answer.status();
  return std::move(answer->rows.back());
}

absl::StatusOr<Rows> Session::RunAndCommit(const Statement& statement, const Params& params) {
  if (auto status = Admit(params); !status.ok()) return status;
  if (intent_) {
    QueueOpening();
    connection_->Queue(statement, params);
    connection_->Queue(kCheckNow, {});
    auto answer = ExchangeOpen();
    if (!answer.ok()) return answer.status();
    return std::move(answer->rows[answer->rows.size() - 2]);
  }
  if (state_ == State::kFresh) return RunAlone(statement, params);
  connection_->Queue(statement, params);
  connection_->Queue(kCommit, {});
  auto answer = ExchangeAndCommit(/*before_commit=*/1);
  if (!answer.ok()) return answer.status();
  return std::move(answer->rows.front());
}

// The group is the transaction: its sync commits.
absl::StatusOr<Rows> Session::RunAlone(const Statement& statement, const Params& params) {
  connection_->Queue(SettingsStatement(context_), settings_);
  connection_->Queue(statement, params);
  auto answer = ExchangeAndCommit(/*before_commit=*/2);
  if (!answer.ok()) return answer.status();
  return std::move(answer->rows.back());
}

absl::Status Session::Commit() {
  if (auto status = Admit({}); !status.ok()) return status;
  if (intent_) {
    QueueOpening();
    connection_->Queue(kCheckNow, {});
    return ExchangeOpen().status();
  }
  if (state_ == State::kFresh) {
    state_ = State::kEnded;
    return absl::OkStatus();
  }
  connection_->Queue(kCommit, {});
  return ExchangeAndCommit(/*before_commit=*/0).status();
}

absl::Status Session::Admit(const Params& params) {
  if (state_ == State::kFailed || state_ == State::kEnded) {
    return absl::FailedPreconditionError("the transaction has ended");
  }
  absl::Status refusal;
  if (absl::Now() >= deadline_) {
    refusal = DeadlinePassed("before the statement was sent");
  } else {
    refusal = CheckSendable(params);
    if (refusal.ok() && state_ == State::kFresh) {
      settings_ = SettingsOf(context_, deadline_);
      refusal = CheckSendable(settings_);
    }
  }
  if (!refusal.ok()) state_ = state_ == State::kFresh ? State::kEnded : State::kFailed;
  return refusal;
}

void Session::QueueOpening() {
  if (state_ != State::kFresh) return;
  connection_->Queue(kBegin, {});
  connection_->Queue(SettingsStatement(context_), settings_);
  if (intent_ && intent_->key()) QueueClaim();
  state_ = State::kOpen;
}

void Session::QueueClaim() {
  const auto params = ClaimParams(*intent_->scope(), *intent_->key());
  connection_->Queue(kPrepareClaim, PrepareClaimParams(params, deadline_));
  connection_->Queue(kClaim, params);
  before_claim_ = 3;
}

absl::StatusOr<Answer> Session::ExchangeOpen() {
  auto answer = connection_->Exchange(deadline_ + kGrace);
  if (answer.status.ok()) {
    before_claim_.reset();
    return answer;
  }
  state_ = State::kFailed;
  if (before_claim_) JudgeClaim(answer);
  return answer.status;
}

void Session::JudgeClaim(Answer& answer) {
  // A wait for an expired claim that another call removes counts as well.
  if (answer.rows.size() + 1 < *before_claim_ || answer.rows.size() > *before_claim_) return;
  const auto state = SqlStateOf(answer.status);
  if (state == "23505") {
    intent_->claim_ = WriteIntent::Claim::kTaken;
  } else if (state == "55P03" || state == "57014") {
    intent_->claim_ = WriteIntent::Claim::kRunning;
  } else {
    return;
  }
  // No caller gets to see it. Not ABORTED: nobody is to try again by itself.
  answer.status = absl::AlreadyExistsError("the key is in use");
}

absl::StatusOr<Answer> Session::ExchangeAndCommit(std::size_t before_commit) {
  Answer answer = connection_->Exchange(deadline_ + kGrace);
  // The server answers COMMIT with ROLLBACK when the transaction had failed before.
  if (answer.status.ok() && state_ == State::kOpen && answer.last_tag != "COMMIT") {
    answer.status = core::Internal("COMMIT was answered by " + answer.last_tag);
  }
  if (answer.status.ok()) {
    state_ = State::kEnded;
    return answer;
  }
  // A group without BEGIN leaves nothing behind to roll back.
  state_ = state_ == State::kFresh ? State::kEnded : State::kFailed;
  if (connection_->usable() || answer.verdict == Answer::Verdict::kRolledBack) return answer.status;
  const bool ended_before =
      answer.verdict == Answer::Verdict::kSessionEnded && answer.rows.size() < before_commit;
  return ended_before ? answer.status : InDoubt(answer.status);
}

}  // namespace enlace::db
