#include "libs/db/link.h"

#include <libpq-fe.h>
#include <poll.h>

#include <pqxx/pqxx>
#include <stdexcept>
#include <vector>

#include "libs/db/sql_state.h"
#include "libs/db/wire.h"

namespace enlace::db {
namespace {

// What this library's reading of results relies on. Notices may quote values: none are sent. One
// plan serves all values of a statement: planning each call anew costs more than most statements.
constexpr std::string_view kSessionOptions =
    "-c TimeZone=UTC -c DateStyle=ISO -c client_min_messages=error"
    " -c plan_cache_mode=force_generic_plan";

class OpeningTimedOut : public std::runtime_error {
 public:
  OpeningTimedOut() : std::runtime_error("no answer to the opening of a connection") {}
};

struct FinishHandle {
  void operator()(PGconn* handle) const { PQfinish(handle); }
};
using OwnedHandle = std::unique_ptr<PGconn, FinishHandle>;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

OwnedHandle Start(const std::string& url) {
  char* fault = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), &fault));
  if (!parsed) {
    PQfreemem(fault);
    throw std::runtime_error("the database URL is malformed");
  }
  std::vector<const char*> keywords, values;
  std::string session_options(kSessionOptions);
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (std::string_view(option->keyword) == "options") {
      session_options = std::string(option->val) + " " + std::string(kSessionOptions);
      continue;
    }
    keywords.push_back(option->keyword);
    values.push_back(option->val);
  }
  for (const auto& [keyword, value] :
       {std::pair{"options", session_options.c_str()}, std::pair{"client_encoding", "UTF8"}}) {
    keywords.push_back(keyword);
    values.push_back(value);
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return OwnedHandle(PQconnectStartParams(keywords.data(), values.data(), 0));
}

// libpqxx's own opening has no deadline finer than seconds, and blocks.
OwnedHandle Connect(const std::string& url, absl::Time deadline) {
  OwnedHandle handle = Start(url);
  if (!handle) throw std::bad_alloc();
  short events = POLLOUT;
  while (PQstatus(handle.get()) != CONNECTION_BAD) {
    if (AwaitSocket(handle.get(), events, deadline) == Wire::kTimedOut) throw OpeningTimedOut();
    switch (PQconnectPoll(handle.get())) {
      case PGRES_POLLING_OK:
        return handle;
      case PGRES_POLLING_WRITING:
        events = POLLOUT;
        break;
      default:
        events = POLLIN;
    }
  }
  throw std::runtime_error(PQerrorMessage(handle.get()));
}

#if PQXX_VERSION_MAJOR < 7

class Policy final : public pqxx::connectionpolicy {
 public:
  Policy(const std::string& url, absl::Time deadline)
      : pqxx::connectionpolicy(url), deadline_(deadline) {}

  // Asked again for a connection that it opened already, libpqxx expects that one back. A lost one
  // is never opened anew: nothing is run through libpqxx that could find it lost.
  handle do_startconnect(handle opened) override {
    if (opened == nullptr) handle_ = Connect(options(), deadline_).release();
    return handle_;
  }
  handle captured() const { return handle_; }

 private:
  const absl::Time deadline_;
  handle handle_ = nullptr;
};

// What pqxx::basic_connection_base is, with a policy that lets the handle be seen.
class PqxxLink final : public Link, private pqxx::connection_base {
 public:
  PqxxLink(const std::string& url, absl::Time deadline)
      : pqxx::connection_base(policy_), policy_(url, deadline) {
    init();
  }
  ~PqxxLink() override { close(); }
  pg_conn* handle() const override { return policy_.captured(); }

 private:
  Policy policy_;
};

#else

class PqxxLink final : public Link {
 public:
  PqxxLink(const std::string& url, absl::Time deadline)
      : handle_(Connect(url, deadline).release()),
        connection_(pqxx::connection::seize_raw_connection(handle_)) {}
  pg_conn* handle() const override { return handle_; }

 private:
  pg_conn* const handle_;
  pqxx::connection connection_;
};

#endif

}  // namespace

absl::StatusOr<std::unique_ptr<Link>> Link::Open(const std::string& url, absl::Time deadline) {
  try {
    return std::make_unique<PqxxLink>(url, deadline);
  } catch (const OpeningTimedOut& fault) {
    return DeadlinePassed(fault.what());
  } catch (const std::exception& fault) {
    return ConnectionLost(fault.what());
  }
}

}  // namespace enlace::db
