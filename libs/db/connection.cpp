#include "libs/db/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/db/sql_error.h"
#include "libs/db/sql_state.h"
#include "libs/db/wire.h"

namespace enlace::db {
namespace {

// The server is about to end the session.
bool EndsSession(const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == nullptr || std::string_view(severity) != "ERROR";
}

// What the session prepared no longer fits the schema, or it may not write any more.
bool IsOutdated(const absl::Status& status) {
  const std::string state = SqlStateOf(status);
  return state == "0A000" || state == "26000" || state == "25006";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& url,
                                                             absl::Time deadline) {
  auto link = Link::Open(url, deadline);
  if (!link.ok()) return link.status();
  if (PQsetnonblocking((*link)->handle(), 1) != 0 || !PQenterPipelineMode((*link)->handle())) {
    return ConnectionLost("pipeline mode was refused");
  }
  return std::unique_ptr<Connection>(new Connection(*std::move(link)));
}

Connection::Connection(std::unique_ptr<Link> link) : link_(std::move(link)) {}

bool Connection::IsPrepared(const Statement& statement) const {
  if (const auto found = prepared_.find(statement.name); found != prepared_.end()) {
    if (found->second == statement.sql) return true;
    std::fprintf(stderr, "libs/db: two statements are named \"%s\"\n", statement.name);
    std::abort();
  }
  return std::any_of(pending_.begin(), pending_.end(), [&](const Pending& pending) {
    return pending.kind == Kind::kPreparation &&
           std::string_view(pending.statement->name) == statement.name;
  });
}

bool Connection::QueuePreparation(const Statement& statement) {
  if (IsPrepared(statement)) return false;
  if (PQsendPrepare(link_->handle(), statement.name, statement.sql, 0, nullptr)) {
    pending_.push_back({Kind::kPreparation, &statement});
  } else {
    Break(ConnectionLost(PQerrorMessage(link_->handle())));
  }
  return true;
}

absl::Status Connection::Prepare(const Statement& statement, absl::Time deadline) {
  return QueuePreparation(statement) ? Exchange(deadline).status : absl::OkStatus();
}

void Connection::Queue(const Statement& statement, const Params& params) {
  QueuePreparation(statement);
  std::vector<const char*> values;
  values.reserve(params.values().size());
  for (const auto& value : params.values()) values.push_back(value ? value->c_str() : nullptr);
  if (PQsendQueryPrepared(link_->handle(), statement.name, static_cast<int>(values.size()),
                          values.data(), nullptr, nullptr, 0)) {
    pending_.push_back({Kind::kStatement, &statement});
  } else {
    Break(ConnectionLost(PQerrorMessage(link_->handle())));
  }
}

void Connection::Sync() {
  if (!PQpipelineSync(link_->handle())) Break(ConnectionLost(PQerrorMessage(link_->handle())));
  pending_.push_back({Kind::kSync, nullptr});
}

void Connection::Send(absl::Time deadline) {
  ++sendings_;
  // Lost: the server may have said why before it hung up, so read on.
  if (usable_ && SendAll(link_->handle(), deadline) == Wire::kTimedOut) {
    Break(DeadlinePassed("the server takes no input"));
  }
}

Answer Connection::Receive(absl::Time deadline) {
  Answer answer;
  while (usable_ && !pending_.empty()) {
    const auto pending = pending_.front();
    pending_.pop_front();
    if (pending.kind == Kind::kSync) {
      ReadSync(deadline, answer);
      break;
    }
    if (!ReadReply(pending, deadline, answer)) break;
  }
  // What the server refused stays the cause, even when the connection breaks afterwards.
  if (!usable_ && answer.status.ok()) answer.status = fault_;
  return answer;
}

Answer Connection::Exchange(absl::Time deadline) {
  Sync();
  Send(deadline);
  return Receive(deadline);
}

bool Connection::ReadReply(const Pending& pending, absl::Time deadline, Answer& answer) {
  PGconn* const handle = link_->handle();
  if (AwaitResult(handle, deadline) == Wire::kTimedOut) {
    Break(DeadlinePassed("no answer from the server"));
    return false;
  }
  std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQgetResult(handle), PQclear);
  if (!result) {
    Break(ConnectionLost(PQerrorMessage(handle)));
    return false;
  }
  const auto kind = PQresultStatus(result.get());
  if (kind == PGRES_PIPELINE_ABORTED) {
    // Its cause was read before.
  } else if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK) {
    if (pending.kind == Kind::kPreparation) {
      prepared_.emplace(pending.statement->name, pending.statement->sql);
    } else {
      answer.last_tag = PQcmdStatus(result.get());
      answer.rows.emplace_back(result.release());
    }
  } else if (!TakeRefusal(result.get(), answer)) {
    return false;
  }
  // Every command's results end with a null one; it never blocks.
  if (PQgetResult(handle) != nullptr) {
    Break(ConnectionLost("a statement had two results"));
    return false;
  }
  return true;
}

void Connection::ReadSync(absl::Time deadline, Answer& answer) {
  PGconn* const handle = link_->handle();
  if (AwaitResult(handle, deadline) == Wire::kTimedOut) {
    Break(DeadlinePassed("no answer to the sync"));
    return;
  }
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQgetResult(handle), PQclear);
  const auto kind = PQresultStatus(result.get());
  if (kind == PGRES_PIPELINE_SYNC) return;
  // The transaction of a group without COMMIT is committed by its sync, and may be refused then.
  if (kind == PGRES_FATAL_ERROR && !TakeRefusal(result.get(), answer)) return;
  Break(ConnectionLost("the replies are out of step"));
}

bool Connection::TakeRefusal(const pg_result* result, Answer& answer) {
  if (PQresultErrorField(result, PG_DIAG_SQLSTATE) == nullptr) {
    // Made by libpq itself: the connection broke.
    Break(ConnectionLost(PQerrorMessage(link_->handle())));
    return false;
  }
  answer.status = StatusOfRefusal(result);
  const bool ends = EndsSession(result);
  answer.verdict = ends ? Answer::Verdict::kSessionEnded : Answer::Verdict::kRolledBack;
  if (ends || IsOutdated(answer.status)) Break(answer.status);
  return usable_;
}

void Connection::Break(absl::Status fault) {
  if (usable_) fault_ = std::move(fault);
  usable_ = false;
}

std::string Connection::database() const { return PQdb(link_->handle()); }

bool Connection::HasEnded() const {
  return usable_ && pending_.empty() && PQtransactionStatus(link_->handle()) == PQTRANS_IDLE;
}

bool Connection::IsQuiet() const {
  PGconn* const handle = link_->handle();
  if (!usable_ || PQstatus(handle) != CONNECTION_OK) return false;
  // An idle server is silent until it hangs up. (Or a setting was reloaded: not worth telling
  // apart.)
  return AwaitSocket(handle, POLLIN, absl::InfinitePast()) == Wire::kTimedOut;
}

}  // namespace enlace::db
