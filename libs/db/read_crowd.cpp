#include "libs/db/read_crowd.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/db/sql_error.h"
#include "libs/loop/event_loop.h"

namespace enlace::db {
namespace {

constexpr int kTenants = 12;
constexpr int kNotesOfEach = 3;
constexpr int kLoops = 2;
constexpr int kFibersOfEach = 20;
constexpr int kThreads = 4;

// Tenant, owner, subject, workflows, limits.
constexpr Statement kLeftOver{
    "test_crowd_left_over",
    "SELECT concat(current_setting('app.tenant_id', true), '|',"
    " current_setting('app.owner_scope', true), '|', current_setting('app.subject', true), '|',"
    " current_setting('app.workflows', true), '|', current_setting('statement_timeout'), '|', "
    "current_setting('transaction_read_only'))"
    " AS left_over"};

bool IsExpected(const ReadKind& kind, const absl::Status& status) {
  if (kind.code == absl::StatusCode::kDeadlineExceeded) {
    // The time may be up before there is a connection, or before the server is asked.
    return absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
  }
  return status.code() == kind.code && SqlStateOf(status) == kind.sql_state;
}

}  // namespace

const Statement kCrowdFind{
    "test_crowd_find",
    "SELECT id, tenant_id, current_setting('app.tenant_id') AS tenant,"
    " current_setting('app.owner_scope') AS owner_scope, current_setting('app.subject') AS subject,"
    " current_setting('app.workflows') AS workflows, pg_backend_pid() AS pid FROM notes WHERE id = "
    "$1::uuid"};
const Statement kCrowdFindBody{"test_crowd_find_body",
                               "SELECT id, tenant_id, current_setting('app.tenant_id') AS tenant,"
                               " current_setting('app.owner_scope') AS owner_scope,"
                               " current_setting('app.subject') AS subject,"
                               " current_setting('app.workflows') AS workflows,"
                               " pg_backend_pid() AS pid"
                               " FROM notes WHERE body = $1"};

ReadCrowd::ReadCrowd()
    : pool_(*Pool::Open({.url = notes_.server.RuntimeUrl(),
                         .pool_size = 1,
                         .acquire_timeout = absl::Minutes(2)})),
      batcher_(*pool_) {
  const auto database = notes_.OpenTenants();
  for (int i = 0; i < kTenants * kNotesOfEach; ++i) {
    const auto tenant =
        i % kNotesOfEach ? all_.back().context.tenant_id : core::Ulid::Generate(absl::Now());
    auto context = NotesFixture::ContextOf(tenant);
    context.owner_scope = tenant.ToString() + "@clinic.test";
    context.subject = tenant.ToString();
    context.workflows = "of_" + tenant.ToString();
    auto body = absl::StrCat("note ", i);
    const auto id = NotesFixture::AddNote(*database, tenant, body);
    all_.push_back({std::move(context), id, std::move(body)});
  }
}

void ReadCrowd::Ask(std::span<const ReadKind> kinds, int each) {
  unsigned seed = 0;
  const auto caller = [&] {
    return [this, kinds, each, own_seed = ++seed] {
      std::mt19937 random(own_seed);
      for (int i = 0; i < each; ++i) AskOnce(kinds, random);
    };
  };
  std::vector<std::unique_ptr<loop::EventLoop>> loops;
  for (int i = 0; i < kLoops; ++i) {
    loops.push_back(std::make_unique<loop::EventLoop>(kFibersOfEach));
    for (int j = 0; j < kFibersOfEach; ++j) loops.back()->Post(caller());
  }
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(caller());
  for (auto& thread : threads) thread.join();
  for (const auto& loop : loops) loop->Join();
}

void ReadCrowd::AskOnce(std::span<const ReadKind> kinds, std::mt19937& random) {
  const auto& own = all_[random() % all_.size()];
  const auto& other = all_[random() % all_.size()];
  const bool foreign = other.context.tenant_id != own.context.tenant_id;
  const bool plain = !foreign || random() % 3 != 0;
  const auto& kind = kinds[random() % (plain ? 2 : kinds.size())];
  const auto answer =
      batcher_.Read(own.context, kind.statement, kind.params(own, other), absl::Now() + kind.time);
  if (const auto fault = FaultOf(kind, own, answer); !fault.empty()) {
    absl::MutexLock lock(&mutex_);
    faults_.push_back(absl::StrCat(kind.name, ": ", fault));
  }
}

std::string ReadCrowd::FaultOf(const ReadKind& kind, const Note& own,
                               const absl::StatusOr<Rows>& answer) {
  if (!IsExpected(kind, answer.status())) return answer.status().ToString();
  if (!answer.ok()) return "";
  if (answer->size() != (kind.finds ? 1 : 0)) return absl::StrCat(answer->size(), " notes");
  if (answer->empty()) return "";
  const auto row = (*answer)[0];
  if (row.Id("id") != own.id || row.Id("tenant_id") != own.context.tenant_id ||
      row.Text("tenant") != own.context.tenant_id.ToUuid() ||
      row.Text("owner_scope") != own.context.owner_scope ||
      row.Text("subject") != own.context.subject ||
      row.Text("workflows") != own.context.workflows) {
    return "another's note or context";
  }
  ++own_notes_;
  absl::MutexLock lock(&mutex_);
  pids_.insert(row.Int("pid"));
  return "";
}

std::vector<std::string> ReadCrowd::Faults() const {
  absl::MutexLock lock(&mutex_);
  return faults_;
}

std::string ReadCrowd::LeftOver() {
  auto connection = *pool_->Acquire(NotesFixture::Soon());
  connection->Queue(kLeftOver, {});
  const auto answer = connection->Exchange(NotesFixture::Soon());
  pool_->Release(std::move(connection));
  if (!answer.status.ok()) return answer.status.ToString();
  return std::string(answer.rows.back()[0].Text("left_over"));
}

std::size_t ReadCrowd::connections() const {
  absl::MutexLock lock(&mutex_);
  return pids_.size();
}

std::int64_t ReadCrowd::Sendings() {
  auto connection = *pool_->Acquire(NotesFixture::Soon());
  const auto sendings = connection->sendings();
  pool_->Release(std::move(connection));
  return sendings;
}

}  // namespace enlace::db
