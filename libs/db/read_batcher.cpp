#include "libs/db/read_batcher.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
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

template <typename Iterator>
absl::Time EarliestOf(Iterator begin, Iterator end) {
  absl::Time earliest = absl::InfiniteFuture();
  for (; begin != end; ++begin) earliest = std::min(earliest, (*begin)->deadline);
  return earliest;
}

}  // namespace

struct ReadBatcher::Item {
  // What the policies ask for.
  const TenantContext context;
  const Statement& statement;
  const Params params;
  const absl::Time deadline;
  absl::StatusOr<Rows> answer = absl::UnknownError("not served");
};

absl::StatusOr<Rows> ReadBatcher::Read(const TenantContext& context, const Statement& statement,
                                       const Params& params, absl::Time deadline) {
  if (auto status = CheckSendable(params); !status.ok()) return status;
  const auto limits =
      Params().Text(context.owner_scope).Text(context.subject).Text(context.workflows);
  if (auto status = CheckSendable(limits); !status.ok()) return status;
  const auto span = tracing::TransactionSpan(context.place, pool_.database());
  const auto item = std::make_shared<Item>(Item{.context = {.tenant_id = context.tenant_id,
                                                            .owner_scope = context.owner_scope,
                                                            .subject = context.subject,
                                                            .workflows = context.workflows},
                                                .statement = statement,
                                                .params = params,
                                                .deadline = deadline});
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

std::size_t ReadBatcher::waiting() const {
  absl::MutexLock lock(&mutex_);
  std::size_t sum = 0;
  for (const auto& [loop, combiner] : combiners_) sum += combiner->waiting();
  return sum;
}

// A read changes nothing: one whose connection broke may be repeated. Alone, lest the one that
// broke it cost its neighbours another try.
void ReadBatcher::Serve(const Items& batch) {
  for (const auto& item : ServeOnce(batch)) {
    if (!ServeOnce({item}).empty()) item->answer = ConnectionLost("twice under the same read");
  }
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
  const absl::Cleanup release = [&] { pool_.Release(std::move(connection)); };
  const Items sent = Send(*connection, batch);
  Items left;
  for (auto item = sent.begin(); item != sent.end(); ++item) {
    // A silent server must not keep those whose time is up.
    const bool answered =
        connection->usable() && Receive(*connection, EarliestOf(item, sent.end()) + kGrace, **item);
    if (!answered) left.push_back(*item);
  }
  return left;
}

ReadBatcher::Items ReadBatcher::Send(Connection& connection, const Items& batch) {
  Items sent;
  for (const auto& item : batch) {
    if (absl::Now() < item->deadline) {
      sent.push_back(item);
    } else {
      item->answer = DeadlinePassed("before the read was sent");
    }
  }
  const auto limit = EarliestOf(sent.begin(), sent.end()) + kGrace;
  // Not together with the reads: one that the server refuses to prepare would fail only after its
  // neighbours were sent.
  std::erase_if(sent, [&](const auto& item) {
    auto prepared = connection.Prepare(ReadSettingsStatement(), limit);
    if (prepared.ok()) prepared = connection.Prepare(item->statement, limit);
    if (prepared.ok() || !connection.usable()) return false;
    item->answer = prepared;
    return true;
  });
  for (const auto& item : sent) {
    // The time left is known only now.
    connection.Queue(ReadSettingsStatement(), ReadSettingsOf(item->context, item->deadline));
    connection.Queue(item->statement, item->params);
    connection.Sync();
  }
  connection.Send(limit);
  return sent;
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
