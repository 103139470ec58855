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

// The server is about to end the session, or what it prepared no longer fits the schema.
bool EndsConnection(const PGresult* result, const absl::Status& status) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr || std::string_view(severity) != "ERROR") return true;
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
    return pending.preparation && std::string_view(pending.statement->name) == statement.name;
  });
}

void Connection::Queue(const Statement& statement, const Params& params) {
  if (!IsPrepared(statement)) {
    if (!PQsendPrepare(link_->handle(), statement.name, statement.sql, 0, nullptr)) {
      usable_ = false;
      return;
    }
    pending_.push_back({&statement, true});
  }
  std::vector<const char*> values;
  values.reserve(params.values().size());
  for (const auto& value : params.values()) values.push_back(value ? value->c_str() : nullptr);
  if (!PQsendQueryPrepared(link_->handle(), statement.name, static_cast<int>(values.size()),
                           values.data(), nullptr, nullptr, 0)) {
    usable_ = false;
    return;
  }
  pending_.push_back({&statement, false});
}

Answer Connection::Exchange(absl::Time deadline) {
  Answer answer;
  ++exchanges_;
  const auto pending = std::exchange(pending_, {});
  if (!usable_ || !PQpipelineSync(link_->handle())) {
    Break(ConnectionLost(PQerrorMessage(link_->handle())), answer);
    return answer;
  }
  switch (SendAll(link_->handle(), deadline)) {
    case Wire::kTimedOut:
      Break(DeadlinePassed("the server takes no input"), answer);
      return answer;
    case Wire::kLost:
      // The server may have said why before it hung up: read on.
    case Wire::kReady:
      break;
  }
  for (const auto& command : pending) {
    if (!ReadReply(command, &command == &pending.back(), deadline, answer)) return answer;
  }
  ReadSync(deadline, answer);
  return answer;
}

bool Connection::ReadReply(const Pending& pending, bool last, absl::Time deadline, Answer& answer) {
  PGconn* const handle = link_->handle();
  switch (AwaitResult(handle, deadline)) {
    case Wire::kTimedOut:
      Break(DeadlinePassed("no answer from the server"), answer);
      return false;
    case Wire::kLost:
    case Wire::kReady:
      break;
  }
  std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQgetResult(handle), PQclear);
  if (!result) {
    Break(ConnectionLost(PQerrorMessage(handle)), answer);
    return false;
  }
  const auto kind = PQresultStatus(result.get());
  if (kind == PGRES_PIPELINE_ABORTED) {
    // Its cause was read before.
  } else if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK) {
    if (pending.preparation) {
      prepared_.emplace(pending.statement->name, pending.statement->sql);
    } else {
      answer.last_tag = PQcmdStatus(result.get());
      answer.rows.emplace_back(result.release());
    }
  } else if (PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) == nullptr) {
    // Made by libpq itself: the connection broke.
    Break(ConnectionLost(PQerrorMessage(handle)), answer);
    return false;
  } else {
    answer.status = StatusOfRefusal(result.get());
    answer.stopped_before_last = !last;
    if (EndsConnection(result.get(), answer.status)) {
      usable_ = false;
      return false;
    }
  }
  // Every command's results end with a null one; it never blocks.
  if (PQgetResult(handle) != nullptr) {
    Break(ConnectionLost("a statement had two results"), answer);
    return false;
  }
  return true;
}

bool Connection::ReadSync(absl::Time deadline, Answer& answer) {
  if (AwaitResult(link_->handle(), deadline) == Wire::kTimedOut) {
    Break(DeadlinePassed("no answer to the sync"), answer);
    return false;
  }
  PGresult* result = PQgetResult(link_->handle());
  const bool synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
  PQclear(result);
  if (!synced) Break(ConnectionLost("the replies are out of step"), answer);
  return synced;
}

void Connection::Break(absl::Status status, Answer& answer) {
  usable_ = false;
  // What the server refused stays the cause, even when the connection breaks afterwards.
  if (answer.status.ok()) answer.status = std::move(status);
}

bool Connection::IsIdle() {
  PGconn* const handle = link_->handle();
  if (!usable_ || PQstatus(handle) != CONNECTION_OK) return false;
  if (PQtransactionStatus(handle) != PQTRANS_IDLE) return false;
  // An idle server is silent until it hangs up. (Or a setting was reloaded: not worth telling
  // apart.)
  return AwaitSocket(handle, POLLIN, absl::InfinitePast()) == Wire::kTimedOut;
}

}  // namespace enlace::db
