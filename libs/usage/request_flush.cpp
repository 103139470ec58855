#include "libs/usage/request_flush.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::usage {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(5);
constexpr absl::Duration kTimeoutAtEnd = absl::Seconds(2);

// In the order of the key: two processes that store at once wait for each other, and never both.
constexpr db::Statement kAdd = {"add_requests", R"(
  INSERT INTO usage_days AS u (tenant_id, day, requests)
  SELECT tenant_id, day, requests FROM unnest($1::uuid[], $2::date[], $3::bigint[])
    AS counted (tenant_id, day, requests)
  ON CONFLICT (tenant_id, day) DO UPDATE SET requests = u.requests + excluded.requests)"};

db::Params ParamsOf(const RequestsByDay& counts) {
  std::vector<core::Ulid> tenants;
  std::vector<std::string> days, requests;
  for (const auto& [key, count] : counts) {
    tenants.push_back(key.first);
    days.push_back(absl::FormatCivilTime(key.second));
    requests.push_back(absl::StrCat(count));
  }
  return db::Params().IdArray(tenants).TextArray(days).TextArray(requests);
}

}  // namespace

RequestFlush::RequestFlush(RequestCounter& counter, db::PlatformDatabase& relay,
                           absl::Duration pause)
    : counter_(counter), relay_(relay) {
  thread_ = std::make_unique<core::RepeatingThread>(
      [this] {
        (void)Flush(absl::Now() + kTimeout);
        return false;
      },
      pause);
}

RequestFlush::~RequestFlush() {
  thread_.reset();
  (void)Flush(absl::Now() + kTimeoutAtEnd);
}

absl::Status RequestFlush::Flush(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  counter_.TakeInto(pending_);
  if (pending_.empty()) return absl::OkStatus();
  auto stored = Store(deadline);
  if (!stored.ok()) {
    const auto details = core::DetailsOf(stored);
    core::Log(core::LogLevel::kWarning, "calls that were counted could not be stored",
              {{"reason", details.reason}, {"cause", details.internal}});
  }
  return stored;
}

absl::Status RequestFlush::Store(absl::Time deadline) {
  auto transaction = relay_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  // Apart from the commit: until then it is certain that nothing was stored.
  const auto added = transaction->Run(kAdd, ParamsOf(pending_));
  if (!added.ok()) return added.status();
  pending_.clear();
  return transaction->Commit();
}

}  // namespace enlace::usage
