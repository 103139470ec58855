#include "libs/db/read_batcher.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/db/opening.h"
#include "libs/db/sql_state.h"

namespace enlace::db {
namespace {

// Beyond, one slow read would keep too many others waiting.
constexpr std::size_t kMostTogether = 8;
// Batches under way at once for one event loop.
constexpr int kConnections = 2;
// How long after the deadline the server may still report its own statement_timeout.
constexpr absl::Duration kGrace = absl::Milliseconds(500);

}  // namespace

struct ReadBatcher::Item {
  const Params settings;
  const Statement& statement;
  const Params params;
  const absl::Time deadline;
  absl::StatusOr<Rows> answer = absl::UnknownError("not served");
};

absl::StatusOr<Rows> ReadBatcher::Read(const TenantContext& context, const Statement& statement,
                                       const Params& params, absl::Time deadline) {
  auto item =
      std::make_shared<Item>(Item{ReadSettingsOf(context, deadline), statement, params, deadline});
  if (auto status = CheckSendable(item->settings); !status.ok()) return status;
  if (auto status = CheckSendable(item->params); !status.ok()) return status;
  if (!OfThisLoop().Do(item, deadline + kGrace)) {
    return DeadlinePassed("before the read was answered");
  }
  return std::move(item->answer);
}

ReadBatcher::Combiner& ReadBatcher::OfThisLoop() {
  absl::MutexLock lock(&mutex_);
  auto& slot = combiners_[loop::EventLoop::Current()];
  if (!slot) {
    slot = std::make_unique<Combiner>(kMostTogether, kConnections,
                                      [this](const Items& batch) { Serve(batch); });
  }
  return *slot;
}

void ReadBatcher::Serve(const Items& batch) {
  Items left = ServeOnce(batch);
  // A read changes nothing: one whose connection broke may be repeated.
  if (!left.empty()) left = ServeOnce(left);
  for (const auto& item : left) item->answer = ConnectionLost("twice under the same read");
}

ReadBatcher::Items ReadBatcher::ServeOnce(const Items& batch) {
  absl::Time latest = absl::InfinitePast();
  for (const auto& item : batch) latest = std::max(latest, item->deadline);
  auto acquired = pool_.Acquire(latest);
  if (!acquired.ok()) {
    for (const auto& item : batch) item->answer = acquired.status();
    return {};
  }
  auto connection = *std::move(acquired);
  SendAll(*connection, batch);
  Items left;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!connection->usable()) {
      left.push_back(batch[i]);
      continue;
    }
    // A silent server must not keep those whose time is up.
    absl::Time earliest = batch[i]->deadline;
    for (std::size_t j = i + 1; j < batch.size(); ++j) {
      earliest = std::min(earliest, batch[j]->deadline);
    }
    if (!Receive(*connection, earliest + kGrace, *batch[i])) left.push_back(batch[i]);
  }
  pool_.Release(std::move(connection));
  return left;
}

// Preparations go first, in a group of their own: a read that is refused would take back those
// that its neighbours rely on.
void ReadBatcher::SendAll(Connection& connection, const Items& batch) {
  bool prepares = connection.QueuePreparation(ReadSettingsStatement());
  for (const auto& item : batch) {
    prepares = connection.QueuePreparation(item->statement) || prepares;
  }
  if (prepares) connection.Sync();
  absl::Time earliest = absl::InfiniteFuture();
  for (const auto& item : batch) {
    connection.Queue(ReadSettingsStatement(), item->settings);
    connection.Queue(item->statement, item->params);
    connection.Sync();
    earliest = std::min(earliest, item->deadline);
  }
  connection.Send(earliest + kGrace);
  // A refused preparation shows in the reads that need it.
  if (prepares) connection.Receive(earliest + kGrace);
}

bool ReadBatcher::Receive(Connection& connection, absl::Time deadline, Item& item) {
  auto answer = connection.Receive(deadline);
  if (answer.status.ok()) {
    item.answer = std::move(answer.rows.back());
    return true;
  }
  item.answer = answer.status;
  return connection.usable() || answer.verdict == Answer::Verdict::kRolledBack ||
         absl::Now() >= item.deadline;
}

}  // namespace enlace::db
